import type { Static, TSchema, Type as Typebox } from 'typebox';

type Builders = Pick<
  typeof Typebox,
  | 'Array'
  | 'Boolean'
  | 'Enum'
  | 'Integer'
  | 'Literal'
  | 'Null'
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
 * every process that reads a description or has routes. A test holds what they build against typebox's own.
 */
export const Type = {
  Boolean: withKeywords({ type: 'boolean' }),
  Integer: withKeywords({ type: 'integer' }),
  Null: withKeywords({ type: 'null' }),
  Number: withKeywords({ type: 'number' }),
  String: withKeywords({ type: 'string' }),
  /** Any JSON. */
  Unknown: withKeywords({}),
  Literal: (value: string) => ({ type: 'string', const: value }),
  Enum: (choices: readonly unknown[], keywords?: Schema) => ({ enum: choices, ...keywords }),
  Array: (items: Schema, keywords?: Schema) => ({ type: 'array', items, ...keywords }),
  Union: (alternatives: readonly Schema[], keywords?: Schema) => ({ anyOf: alternatives, ...keywords }),
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

/** What a route may answer with by a schema of its answers. Fields that are undefined do not come into JSON. */
export type Answer<Schema extends TSchema> = Answerable<Static<Schema>>;

type Answerable<T> = T extends readonly (infer Item)[]
  ? readonly Answerable<Item>[]
  : T extends object
    ? {
        readonly [Key in keyof T]: object extends Pick<T, Key>
          ? Answerable<T[Key]> | undefined
          : Answerable<T[Key]>;
      }
    : T;

export type { Static };
