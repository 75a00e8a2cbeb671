import { type Scope, scopes } from '@understudy/access-keys';
import { type FieldError, UnderstudyError } from '@understudy/errors';
import { Type } from '@understudy/schema';

const mostNameCharacters = 100;
/** Ten years: what shall be good for longer has no end. */
const maxExpiresInS = 315_360_000;
/** A month: whoever has not changed over by then has forgotten it. */
const maxOverlapS = 2_592_000;
const defaultOverlapS = 86_400;

export const keyRequestSchema = Type.Object(
  {
    name: Type.String({
      minLength: 1,
      maxLength: mostNameCharacters,
      description: 'For people: whose it is, and what for',
    }),
    scopes: Type.Array(Type.Enum([...scopes]), { minItems: 1 }),
    expiresInS: Type.Optional(
      Type.Integer({ minimum: 1, maximum: maxExpiresInS, description: 'Left out: it does not expire' }),
    ),
  },
  { title: 'KeyRequest', additionalProperties: false },
);

export const rotationRequestSchema = Type.Object(
  {
    overlapS: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: maxOverlapS,
        default: defaultOverlapS,
        description: 'So long the secrets from before are good as well',
      }),
    ),
  },
  { title: 'RotationRequest', additionalProperties: false },
);

export interface KeyRequest {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly lifetimeMs?: number;
}

/** @throws UnderstudyError `bad_request`, with every field that is wrong */
export function parseKeyRequest(body: unknown): KeyRequest {
  const { given, fieldErrors } = fieldsOf(body, ['name', 'scopes', 'expiresInS']);
  const { name, expiresInS } = given;
  // Logs and terminals show it.
  if (typeof name !== 'string' || !/^\P{C}+$/u.test(name) || name.length > mostNameCharacters)
    fieldErrors.push({
      path: '/name',
      message: `must be a text of 1 to ${mostNameCharacters} characters, none of which is a control character`,
    });
  const asked = Array.isArray(given['scopes']) ? (given['scopes'] as unknown[]) : [];
  const known = scopes.filter((scope) => asked.includes(scope));
  if (known.length === 0 || known.length !== asked.length)
    fieldErrors.push({
      path: '/scopes',
      message: `must be a list of one or more of ${scopes.join(', ')}, each once`,
    });
  if (expiresInS !== undefined && !isWhole(expiresInS, 1, maxExpiresInS))
    fieldErrors.push({
      path: '/expiresInS',
      message: `must be a whole number of seconds from 1 to ${maxExpiresInS}`,
    });
  refuse('a key', fieldErrors);
  return {
    name: String(name),
    scopes: known,
    ...(expiresInS !== undefined && { lifetimeMs: Number(expiresInS) * 1_000 }),
  };
}

/** How long the secrets from before stay good, in ms; no body is the default. @throws UnderstudyError `bad_request` */
export function parseRotationRequest(body: unknown): number {
  const { given, fieldErrors } = fieldsOf(body ?? {}, ['overlapS']);
  const { overlapS = defaultOverlapS } = given;
  if (!isWhole(overlapS, 0, maxOverlapS))
    fieldErrors.push({
      path: '/overlapS',
      message: `must be a whole number of seconds from 0 to ${maxOverlapS}`,
    });
  refuse('a rotation', fieldErrors);
  return Number(overlapS) * 1_000;
}

function fieldsOf(body: unknown, known: readonly string[]) {
  const isObject = typeof body === 'object' && body !== null && !Array.isArray(body);
  const given = (isObject ? body : {}) as Record<string, unknown>;
  const fieldErrors: FieldError[] = isObject ? [] : [{ path: '', message: 'must be a JSON object' }];
  for (const name of Object.keys(given).slice(0, 10))
    if (!known.includes(name))
      fieldErrors.push({
        path: `/${name.slice(0, 40)}`,
        message: `is not a known field; known are ${known.join(', ')}`,
      });
  return { given, fieldErrors };
}

function isWhole(value: unknown, min: number, max: number): boolean {
  return Number.isInteger(value) && Number(value) >= min && Number(value) <= max;
}

function refuse(what: string, fieldErrors: readonly FieldError[]): void {
  if (fieldErrors.length > 0) throw new UnderstudyError('bad_request', what, { fieldErrors });
}
