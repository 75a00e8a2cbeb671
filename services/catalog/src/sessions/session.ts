import { createHash } from 'node:crypto';
import { FieldErrors, limits, readBySchema, type SchemaNode } from '@understudy/description';
import { UnderstudyError } from '@understudy/errors';
import type { OpaqueIds } from '@understudy/opaque-id';

/** Where somebody is in a video. */
export interface Session {
  /** The opaque ID. */
  readonly video: string;
  /** In seconds. */
  readonly position: number;
}

/** 22 characters of base64url are 132 bits; a UUID fits too. */
const idPattern = /^[A-Za-z0-9_-]{22,64}$/;
/** What is random has more; `0000…` has not, and others would come upon it. */
const leastDifferent = 8;

/** In any video, with room for longer ones than are made today: a day. */
const mostPositionS = 86_400;

export const sessionIdSchema = {
  type: 'string',
  pattern: idPattern.source,
  description:
    'made by the client of at least 128 random bits: 22 to 64 of A-Z, a-z, 0-9, _ and -, at least 8 of them different. Whoever has it may read and write the session',
};

export const sessionSchema: SchemaNode = {
  type: 'object',
  required: ['video', 'position'],
  properties: {
    video: { type: 'string', minLength: 1, maxLength: 64, description: 'the ID of a video' },
    position: { type: 'number', minimum: 0, maximum: mostPositionS, description: 'seconds' },
  },
};

/**
 * The name under which the store has a session: what is read there opens none.
 * @throws UnderstudyError `bad_request` for an ID that could be guessed, or is none.
 */
export function sessionKeyOf(id: string): string {
  if (!idPattern.test(id) || new Set(id).size < leastDifferent) {
    throw new UnderstudyError('bad_request', 'a session ID that could be guessed', {
      publicDetail: `The session ID must be ${sessionIdSchema.description}.`,
    });
  }
  return createHash('sha256').update(id).digest('base64url');
}

/**
 * Reads the body of `PUT /v1/sessions/{id}`. That there is such a video is not looked up: its ID is authentic.
 * @throws UnderstudyError `bad_request` with the path of each bad field.
 */
export function parseSession(body: unknown, ids: Pick<OpaqueIds, 'decode'>): Session {
  const errors = new FieldErrors(limits.fieldErrors);
  const session = readBySchema(sessionSchema, body, '', errors) as Session;
  if (errors.list.length === 0 && ids.decode(session.video) === undefined)
    errors.add('/video', 'must be the ID of a video');
  if (errors.list.length > 0) {
    throw new UnderstudyError('bad_request', 'a session with wrong fields', { fieldErrors: errors.list });
  }
  return session;
}
