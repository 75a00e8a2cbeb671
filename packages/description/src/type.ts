import type { Type as Typebox } from 'typebox';

type Builders = Pick<
  typeof Typebox,
  | 'Array'
  | 'Boolean'
  | 'Enum'
  | 'Integer'
  | 'Literal'
  | 'Number'
  | 'Object'
  | 'Optional'
  | 'String'
  | 'Union'
  | 'Unknown'
>;
type Schema = Readonly<Record<string, unknown>>;

const optional = new WeakSet<Schema>();
const withKeywords = (schema: Schema) => (keywords?: Schema) => ({ ...schema, ...keywords });

/**
 * typebox's builders of schemas with typebox's types, but without loading it: its 370 modules are 0.15 s of CPU at the start of
 * every process that reads a description. A test holds what they build against typebox's own.
 */
export const Type = {
  Boolean: withKeywords({ type: 'boolean' }),
  Integer: withKeywords({ type: 'integer' }),
  Number: withKeywords({ type: 'number' }),
  String: withKeywords({ type: 'string' }),
  /** Any JSON. */
  Unknown: withKeywords({}),
  Literal: (value: string) => ({ type: 'string', const: value }),
  Enum: (choices: readonly unknown[]) => ({ enum: choices }),
  Array: (items: Schema, keywords?: Schema) => ({ type: 'array', items, ...keywords }),
  Union: (alternatives: readonly Schema[]) => ({ anyOf: alternatives }),
  Optional(schema: Schema) {
    const copy = { ...schema };
    optional.add(copy);
    return copy;
  },
  Object(properties: Readonly<Record<string, Schema>>, keywords?: Schema) {
    const required = Object.keys(properties).filter((name) => !optional.has(properties[name] as Schema));
    return { type: 'object', ...(required.length > 0 && { required }), properties, ...keywords };
  },
} as unknown as Builders;
