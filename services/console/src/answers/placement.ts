import { type Answer, Type } from '@understudy/schema';
import { count } from './parts.js';

const holderSchema = Type.Object(
  {
    worker: Type.String(),
    bytes: count(),
    complete: Type.Boolean(),
    players: count('To whom it has a response open, each counted once'),
  },
  { title: 'Holder' },
);

/** `GET /admin/videos/{id}/placement`. */
export const placementSchema = Type.Object(
  {
    id: Type.String({ description: 'Of the video, as players see it' }),
    contentId: Type.String({ pattern: '^[0-9]{1,20}$', description: 'An unsigned 64-bit number' }),
    slot: count(),
    epoch: count(),
    pool: Type.Union([Type.Integer(), Type.Null()]),
    master: Type.Union([Type.String(), Type.Null()]),
    replica: Type.Union([Type.String(), Type.Null()]),
    holders: Type.Array(holderSchema),
    silent: Type.Array(Type.String(), { description: 'Workers that do not say what they have' }),
  },
  { title: 'Placement' },
);

export type PlacementAnswer = Answer<typeof placementSchema>;
