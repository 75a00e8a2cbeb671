import { type Answer, Type } from '@understudy/schema';
import { count } from './parts.js';

const evictionSchema = Type.Object({
  worker: Type.String(),
  result: Type.Enum(['evicted', 'kept', 'unreachable'], {
    description: '`kept`: in use, or the last that nobody could make again, or none',
  }),
  bytes: count(),
});

export type ShownEviction = Answer<typeof evictionSchema>;

/** `POST /admin/videos/{id}/evict`. */
export const evictionsSchema = Type.Object({ workers: Type.Array(evictionSchema) }, { title: 'Evictions' });

export type EvictionAnswer = Answer<typeof evictionsSchema>;

const segmentRange = Type.Object({ first: count(), last: count() });

const videoState = Type.Enum(['described', 'partial', 'generating', 'complete'], {
  description: 'By what the workers have of it; `partial`: some of it, and nobody makes more now',
});

const progress = {
  state: videoState,
  sealedSegments: count('That anybody has'),
  totalSegments: Type.Union([count(), Type.Null()], { description: 'Null where nobody has anything of it' }),
};

const listedVideoSchema = Type.Object(
  {
    id: Type.String(),
    title: Type.Union([Type.String(), Type.Null()], { description: 'Null where what is stored has none' }),
    generator: Type.Union([Type.String(), Type.Null()], {
      description: 'name@version#fingerprint of what makes it; null where no worker does',
    }),
    ...progress,
  },
  { title: 'ListedVideo' },
);

/** `GET /admin/videos`. */
export const videosSchema = Type.Object(
  {
    videos: Type.Array(listedVideoSchema),
    looked: count('How many descriptions were looked at'),
    next: Type.Union([Type.String(), Type.Null()], {
      description: 'Goes into `after`; null where there are no more',
    }),
    silent: Type.Array(Type.String(), { description: 'Workers that do not say what they have' }),
  },
  { title: 'Videos' },
);

export type VideosAnswer = Answer<typeof videosSchema>;

/** `GET /admin/videos/{id}`. */
export const videoSchema = Type.Object(
  {
    id: Type.String(),
    title: Type.Union([Type.String(), Type.Null()]),
    generator: Type.Union([Type.String(), Type.Null()]),
    ...progress,
    copies: Type.Array(
      Type.Object(
        {
          worker: Type.String(),
          artifactId: Type.String(),
          bytes: count(),
          complete: Type.Boolean(),
          generating: Type.Boolean(),
          sealed: Type.Array(segmentRange, { description: 'The segments that it has' }),
        },
        { title: 'VideoCopy' },
      ),
    ),
    silent: Type.Array(Type.String(), { description: 'Workers that do not say what they have' }),
    archived: Type.Enum(['yes', 'no', 'no archive', 'not known'], {
      description: 'As made by the generator that makes it now',
    }),
    description: Type.Unknown({ description: 'As it is stored; null where that is no JSON object' }),
  },
  { title: 'InspectedVideo' },
);

export type VideoAnswer = Answer<typeof videoSchema>;

/** `POST /admin/videos/{id}/regenerate`. */
export const regenerationSchema = Type.Object(
  {
    workers: Type.Array(
      Type.Object({
        worker: Type.String(),
        result: Type.Enum(['evicted', 'none', 'kept', 'unreachable'], {
          description: '`none`: it had none; `kept`: it is in use, and then nothing more is done',
        }),
        bytes: count(),
      }),
    ),
    unarchived: Type.Union([count(), Type.Null()], {
      description: 'Copies removed from the archive; null where there is none, or it was left alone',
    }),
    maker: Type.Union([Type.String(), Type.Null()], {
      description: 'The worker that makes it; null where a copy stayed',
    }),
  },
  { title: 'Regeneration' },
);

export type RegenerationAnswer = Answer<typeof regenerationSchema>;
