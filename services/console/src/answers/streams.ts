import { type Answer, Type } from '@understudy/schema';
import { count } from './parts.js';

/** `POST /admin/streams/{router}/{requestId}/end`. */
export const endedStreamsSchema = Type.Object(
  { ended: count('Open responses that were cut: a request ID that a player chose may stand for several') },
  { title: 'EndedStreams' },
);

const streamSchema = Type.Object(
  {
    router: Type.String(),
    video: Type.Union([Type.String(), Type.Null()], { description: 'By the ID that players see' }),
    requestId: Type.String(),
    part: Type.String(),
    worker: Type.Union([Type.String(), Type.Null()], {
      description: 'That its bytes come from; null until one was asked',
    }),
    position: count('The next byte of the resource that the player gets'),
    bytes: count('Delivered'),
    ageMs: Type.Number(),
    moves: count('How often another worker went on with it'),
    silenceMs: Type.Number({ description: 'The longest time that it stood still for that' }),
  },
  { title: 'Stream' },
);

/** `GET /admin/streams`. */
export const streamsSchema = Type.Object(
  {
    total: count('How many there are, listed or not'),
    unreachable: Type.Array(Type.String(), { description: 'Routers that do not answer' }),
    streams: Type.Array(streamSchema),
  },
  { title: 'Streams' },
);

export type OpenStreamsAnswer = Answer<typeof streamsSchema>;
