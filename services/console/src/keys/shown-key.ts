import { scopes } from '@understudy/access-keys';
import type { KeyRecord } from '@understudy/metadata-store';
import { type Answer, Type } from '@understudy/schema';

const atMs = (description: string) => Type.Integer({ minimum: 0, description });

const fields = {
  id: Type.String({ description: 'Public: it stands in the key' }),
  name: Type.String(),
  scopes: Type.Array(Type.Enum([...scopes])),
  state: Type.Enum(['good', 'expired', 'revoked']),
  createdAtMs: atMs('Times are in ms since 1970, by the clock of the metadata store'),
  expiresAtMs: Type.Optional(atMs('Where it is not for good')),
  rotatedAtMs: Type.Optional(atMs('When it got the secret that it has')),
  overlapUntilMs: Type.Optional(atMs('Until when a secret from before is good')),
  revokedAtMs: Type.Optional(atMs('For good')),
  lastUsedMs: Type.Optional(atMs('To about a minute')),
};

const keySchema = Type.Object(fields, { title: 'Key' });

/** `GET /admin/keys`. */
export const keysSchema = Type.Object(
  {
    most: Type.Integer({ minimum: 1, description: 'So many there may be' }),
    keys: Type.Array(keySchema, { description: 'By their age' }),
  },
  { title: 'Keys' },
);

/** `POST /admin/keys` and `…/rotate`. */
export const madeKeySchema = Type.Object(
  { ...fields, key: Type.String({ description: 'Shown once, and kept nowhere' }) },
  { title: 'MadeKey' },
);

export type ShownKey = Answer<typeof keySchema>;
export type MadeKeyAnswer = Answer<typeof madeKeySchema>;

/** A key as operators see it: without its digests. */
export function shownKey(record: KeyRecord, nowMs: number, lastUsedMs: number | undefined): ShownKey {
  const { id, name, createdAtMs, expiresAtMs, rotatedAtMs, revokedAtMs, secrets } = record;
  const overlaps = secrets.flatMap(({ untilMs }) =>
    untilMs !== undefined && untilMs > nowMs ? [untilMs] : [],
  );
  const isExpired = expiresAtMs !== undefined && expiresAtMs <= nowMs;
  return {
    id,
    name,
    // Those of a newer version are not shown: this one does not know what they are for.
    scopes: scopes.filter((scope) => record.scopes.includes(scope)),
    state: revokedAtMs !== undefined ? 'revoked' : isExpired ? 'expired' : 'good',
    createdAtMs,
    expiresAtMs,
    rotatedAtMs,
    overlapUntilMs: overlaps.length === 0 ? undefined : Math.max(...overlaps),
    revokedAtMs,
    lastUsedMs,
  };
}
