import fc from 'fast-check';
import { texts } from './texts.js';

/** The part of JSON Schema that the documents of the API have. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly multipleOf?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly $ref?: string;
}

/** Most bodies are short; the longest that a schema allows is another test's. */
const mostItems = 3;
const mostCharacters = 30;

/** Values that fit a schema, `resolve` gives what it refers to. */
export function fromSchema(
  schema: JsonSchema,
  resolve: (ref: string) => JsonSchema,
  depth = 0,
): fc.Arbitrary<unknown> {
  const below = (each: JsonSchema) => fromSchema(each, resolve, depth + 1);
  if (schema.$ref !== undefined) return depth > 12 ? fc.constant(null) : below(resolve(schema.$ref));
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives !== undefined) return fc.oneof(...alternatives.map(below));
  const { minimum = 0, maximum = 2 ** 31 } = schema;
  switch (typeof schema.type === 'string' ? schema.type : schema.type?.[0]) {
    case 'object':
      return fc.record(
        Object.fromEntries(
          Object.entries(schema.properties ?? {}).map(([name, each]) => [name, below(each)]),
        ),
        { requiredKeys: [...(schema.required ?? [])] },
      );
    case 'array': {
      const minLength = schema.minItems ?? 0;
      const maxLength = Math.min(schema.maxItems ?? mostItems, Math.max(minLength, mostItems));
      return fc.array(below(schema.items ?? {}), { minLength, maxLength });
    }
    case 'integer':
      return fc
        .integer({ min: Math.ceil(minimum), max: Math.min(maximum, 2 ** 31 - 1) })
        .map((value) => value - (value % (schema.multipleOf ?? 1)));
    case 'number':
      return fc.double({ min: minimum, max: maximum, noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'string':
      return schema.pattern === undefined ? plainTexts(schema) : matching(schema);
    default:
      return texts;
  }
}

function plainTexts({ minLength = 0, maxLength = mostCharacters }: JsonSchema): fc.Arbitrary<string> {
  return fc.string({ minLength, maxLength: Math.min(maxLength, Math.max(minLength, mostCharacters)) });
}

/** What a pattern takes, where fast-check understands it. */
function matching(schema: JsonSchema): fc.Arbitrary<string> {
  try {
    return fc.stringMatching(new RegExp(schema.pattern ?? ''));
  } catch {
    return plainTexts(schema);
  }
}
