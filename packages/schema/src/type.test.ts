import { Type as Typebox } from 'typebox';
import { expect, test } from 'vitest';
import { Type } from './type.js';

/** Every builder that a schema of ours uses, in every way in which one does. */
const built = (type: typeof Type) =>
  type.Object(
    {
      flag: type.Optional(type.Boolean()),
      any: type.Optional(type.Unknown({ maxJsonBytes: 9, description: 'any JSON' })),
      count: type.Integer({ minimum: 0, multipleOf: 2 }),
      size: type.Number(),
      name: type.String({ minLength: 1, pattern: '^a$', description: 'an a' }),
      choice: type.Enum(['left', 'right']),
      side: type.Enum(['left', 'right'], { description: 'where' }),
      none: type.Union([type.String(), type.Null()], { description: 'or nothing' }),
      rate: type.Enum([24, 25]),
      list: type.Array(type.Number({ maximum: 1 }), { minItems: 2 }),
      one: type.Union([
        type.Object({ type: type.Literal('a') }, { additionalProperties: false }),
        type.Object({ all: type.Optional(type.String()) }),
      ]),
    },
    { additionalProperties: false },
  );

test('what is built is what typebox builds', () => {
  expect(JSON.parse(JSON.stringify(built(Type)))).toEqual(JSON.parse(JSON.stringify(built(Typebox))));
});
