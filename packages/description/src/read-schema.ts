import type { FieldErrors } from './field-errors.js';
import { limits } from './limits.js';

/** The part of JSON Schema that a description uses; anything else in a schema is a mistake of ours. */
export interface SchemaNode {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly SchemaNode[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[] | undefined;
  readonly items?: SchemaNode;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly description?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly multipleOf?: number;
  /** Any JSON, of at most so many bytes; not a keyword of JSON Schema. */
  readonly maxJsonBytes?: number;
  /** In typebox's types alone: what any JSON has in common with the others. */
  readonly '~kind'?: string;
}

/**
 * Reads `value` by `schema` into a copy that holds nothing but what the schema names; what does not fit goes to `errors`
 * with its JSON Pointer (RFC 6901). The copy is only meaningful when there were no errors.
 *
 * A validator of its own, because a general one reports a wrong member of a union once per alternative and its
 * messages do not say what would be right. The tests hold it against typebox's.
 */
export function readBySchema(schema: SchemaNode, value: unknown, path: string, errors: FieldErrors): unknown {
  if (errors.full) return undefined;
  if (schema.maxJsonBytes !== undefined) return readJson(schema.maxJsonBytes, value, path, errors);
  if (schema.anyOf) return readUnion(schema.anyOf, value, path, errors);
  if (schema.enum) return readEnum(schema.enum, value, path, errors);
  if (schema.const !== undefined) return readEnum([schema.const], value, path, errors);
  switch (schema.type) {
    case 'object':
      return readObject(schema, value, path, errors);
    case 'array':
      return readArray(schema, value, path, errors);
    case 'string':
      return readString(schema, value, path, errors);
    case 'number':
    case 'integer':
      return readNumber(schema, value, path, errors);
    case 'boolean':
      if (typeof value !== 'boolean') errors.add(path, `must be true or false, is ${kindOf(value)}`);
      return value;
    default:
      throw new TypeError(`schema at '${path}' uses what this reader does not know`);
  }
}

/** What is not ours to understand is only measured. */
function readJson(maxBytes: number, value: unknown, path: string, errors: FieldErrors): unknown {
  if (!isDeeperThan(value, limits.jsonDepth)) {
    const text = JSON.stringify(value);
    const bytes = Buffer.byteLength(text);
    if (bytes <= maxBytes) return JSON.parse(text);
    errors.add(path, `must have at most ${maxBytes} bytes as JSON, has ${bytes}`);
  } else errors.add(path, `must be at most ${limits.jsonDepth} levels deep`);
  return undefined;
}

function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((each) => isDeeperThan(each, levels - 1));
}

/** Alternatives are told apart by their `type`, so the errors are those of the alternative that was meant. */
function readUnion(
  alternatives: readonly SchemaNode[],
  value: unknown,
  path: string,
  errors: FieldErrors,
): unknown {
  if (!isRecord(value)) {
    errors.add(path, `must be an object, is ${kindOf(value)}`);
    return undefined;
  }
  const type = Object.hasOwn(value, 'type') ? value['type'] : undefined;
  const meant = alternatives.find((each) => each.properties?.['type']?.const === type);
  if (meant && type !== undefined) return readObject(meant, value, path, errors);
  const allowed = alternatives.map((each) => each.properties?.['type']?.const);
  return readEnum(allowed, type, `${path}/type`, errors);
}

function readEnum(allowed: readonly unknown[], value: unknown, path: string, errors: FieldErrors): unknown {
  if (!allowed.includes(value)) {
    const choices = allowed.map((each) => JSON.stringify(each)).join(', ');
    errors.add(path, `must be ${allowed.length > 1 ? 'one of ' : ''}${choices}, is ${shown(value)}`);
  }
  return value;
}

function readObject(schema: SchemaNode, value: unknown, path: string, errors: FieldErrors): unknown {
  if (!isRecord(value)) {
    errors.add(path, `must be an object, is ${kindOf(value)}`);
    return undefined;
  }
  const properties = schema.properties ?? {};
  const copy: Record<string, unknown> = {};
  // Own keys only, and compared as own: `__proto__` and `constructor` are unknown fields like any other.
  for (const key of Object.keys(value)) {
    if (errors.full) break;
    const property = Object.hasOwn(properties, key) ? properties[key] : undefined;
    const here = `${path}/${pointerToken(key)}`;
    if (property) copy[key] = readBySchema(property, value[key], here, errors);
    else errors.add(here, `is not a known field; known are ${Object.keys(properties).join(', ')}`);
  }
  for (const key of schema.required ?? []) {
    if (!Object.hasOwn(value, key)) errors.add(`${path}/${key}`, 'is missing');
  }
  return copy;
}

function readArray(schema: SchemaNode, value: unknown, path: string, errors: FieldErrors): unknown {
  if (!Array.isArray(value)) {
    errors.add(path, `must be an array, is ${kindOf(value)}`);
    return undefined;
  }
  const { minItems = 0, maxItems = Number.POSITIVE_INFINITY, items } = schema;
  if (value.length < minItems || value.length > maxItems) {
    errors.add(path, `must have ${minItems} to ${maxItems} items, has ${value.length}`);
    return undefined;
  }
  return items ? value.map((item, index) => readBySchema(items, item, `${path}/${index}`, errors)) : [];
}

function readString(schema: SchemaNode, value: unknown, path: string, errors: FieldErrors): unknown {
  if (typeof value !== 'string') {
    errors.add(path, `must be a string, is ${kindOf(value)}`);
    return undefined;
  }
  const { minLength = 0, maxLength = 200 } = schema;
  // JSON Schema counts characters, not UTF-16 units. The first test keeps a huge string from being spread.
  const length = value.length > 2 * maxLength ? value.length : [...value].length;
  if (length < minLength || length > maxLength) {
    errors.add(path, `must have ${minLength} to ${maxLength} characters, has ${length}`);
  } else if (schema.pattern && !new RegExp(schema.pattern, 'u').test(value)) {
    errors.add(path, `must be ${schema.description}`);
  }
  return value;
}

function readNumber(schema: SchemaNode, value: unknown, path: string, errors: FieldErrors): unknown {
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY, multipleOf } = schema;
  const whole = schema.type === 'integer';
  const wanted = `${multipleOf === 2 ? 'an even number' : whole ? 'a whole number' : 'a number'} from ${minimum} to ${maximum}`;
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    errors.add(path, `must be ${wanted}, is ${typeof value === 'number' ? value : kindOf(value)}`);
    return undefined;
  }
  const fits =
    value >= minimum &&
    value <= maximum &&
    (!whole || Number.isInteger(value)) &&
    (!multipleOf || value % multipleOf === 0);
  if (!fits) errors.add(path, `must be ${wanted}, is ${value}`);
  return value === 0 ? 0 : value; // -0 has no form of its own in JSON
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** RFC 6901 section 3; cut, because the key is the client's and may be of any length. */
function pointerToken(key: string): string {
  return key.slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1');
}

function shown(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number'
    ? JSON.stringify(value).slice(0, 60)
    : kindOf(value);
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
