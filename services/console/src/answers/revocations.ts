import { type Answer, Type } from '@understudy/schema';
import { count } from './parts.js';

const revocation = {
  kind: Type.Enum(['token', 'viewer', 'before']),
  value: Type.String(),
  until: Type.String({ format: 'date-time', description: 'When it is forgotten' }),
};

const shownRevocationSchema = Type.Object(revocation, { title: 'Revocation' });

export type ShownRevocation = Answer<typeof shownRevocationSchema>;

/** `GET /admin/revocations`. */
export const revocationsSchema = Type.Object(
  {
    most: count('So many can be kept'),
    revocations: Type.Array(shownRevocationSchema),
  },
  { title: 'Revocations' },
);

/** `POST /admin/revocations`. */
export const revocationSchema = Type.Object(
  {
    ...revocation,
    routers: count('That are known'),
    obeying: count('Of them, that have read it; the others do so within a second of the store being there'),
  },
  { title: 'StoredRevocation' },
);
