import { type Answer, Type } from '@understudy/schema';
import { count } from './parts.js';

const shareSchema = Type.Object(
  {
    id: Type.String(),
    zone: Type.String(),
    state: Type.Enum(['active', 'draining']),
    capacity: Type.Number(),
    master: count('Slots that it is the master of'),
    replica: count('Slots that it is the replica of'),
  },
  { title: 'RingShare' },
);

export type ShownShare = Answer<typeof shareSchema>;

/** `GET /admin/ring`. */
export const ringSchema = Type.Object(
  {
    epoch: count(),
    slots: count('How many there are'),
    leading: Type.Union([Type.Integer(), Type.Null()], {
      description: 'The pool that new videos are pinned to',
    }),
    pools: Type.Array(Type.Object({ pool: Type.Integer(), workers: Type.Array(shareSchema) })),
  },
  { title: 'Ring' },
);

export type RingAnswer = Answer<typeof ringSchema>;
