import { type Answer, Type } from '@understudy/schema';
import { scrubSchema } from './cluster.js';
import { count } from './parts.js';

/** `POST /admin/workers/{id}/scrub`. */
export const begunScrubSchema = Type.Object(
  { id: Type.String(), scrub: scrubSchema },
  { title: 'BegunScrub' },
);

export type BegunScrubAnswer = Answer<typeof begunScrubSchema>;

/** `GET /admin/workers/{id}/drain`. */
export const drainPreviewSchema = Type.Object(
  {
    to: Type.Array(Type.Object({ worker: Type.String(), streams: count(), copies: count(), bytes: count() })),
    stuck: count('Open responses that nobody could go on with'),
    videos: Type.Array(
      Type.Object({ id: Type.String(), to: Type.String(), streams: count(), bytes: count() }),
    ),
    unnamed: count('Videos beyond those'),
    last: Type.Boolean({
      description: 'It is the last active one of its generator: to drain is refused without `force=1`',
    }),
  },
  { title: 'DrainPreview' },
);

export type DrainAnswer = Answer<typeof drainPreviewSchema>;

/** `POST /admin/workers/{id}/drain` and `…/activate`. */
export const workerStateSchema = Type.Object(
  { id: Type.String(), state: Type.Enum(['active', 'draining']) },
  { title: 'WorkerState' },
);

/** `POST /admin/workers/{id}/kill`. */
export const killedWorkerSchema = Type.Object(
  { id: Type.String(), pid: Type.Integer() },
  { title: 'KilledWorker' },
);
