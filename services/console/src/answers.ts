import { type Answer, Type } from '@understudy/schema';

/** What the routes answer with. */

const count = (description?: string) =>
  Type.Integer({ minimum: 0, ...(description !== undefined && { description }) });
const timeMs = (description: string) => Type.Number({ description: `${description}, as ms since 1970` });

const memberState = Type.Enum(['active', 'draining', 'unreachable']);

const scrubSchema = Type.Object(
  {
    pass: Type.Optional(
      Type.Object({
        beganAtMs: timeMs('When it began'),
        endedAtMs: Type.Optional(timeMs('When all was read, and dealt with')),
        pieces: count(),
        bytes: count(),
        findings: count('Damaged pieces that came to light meanwhile'),
        failed: count('Those of them that could not be replaced'),
      }),
    ),
    nextAtMs: Type.Optional(timeMs('When the next one begins by itself')),
  },
  { description: "The worker's reading of all that it has: the pass that goes on, or the last one" },
);

const workerSchema = Type.Object(
  {
    id: Type.String(),
    state: memberState,
    url: Type.String(),
    pid: Type.Integer(),
    zone: Type.String(),
    capacity: Type.Number(),
    warmth: Type.Number({ minimum: 0, maximum: 1, description: 'The part of its capacity that it takes' }),
    generators: Type.Array(Type.String(), { description: 'name@version#fingerprint' }),
    streams: Type.Optional(count('Open responses')),
    generating: Type.Optional(count('Runs of the generator')),
    artifacts: Type.Optional(count('Copies')),
    bytes: Type.Optional(count('Of its copies')),
    storage: Type.Optional(
      Type.Enum(['ok', 'full', 'failing'], { description: 'Whether its disk takes what is written' }),
    ),
    scrub: Type.Optional(scrubSchema),
    pendingMoves: Type.Optional(count('Copies that it has yet to see where they belong')),
    settledEpoch: Type.Optional(count('The last epoch for which it saw that of all of them')),
    replication: Type.Optional(
      Type.Object(
        { policy: Type.String(), by: Type.String() },
        { description: 'Which videos it gives a second copy, and how' },
      ),
    ),
    replicationLag: Type.Optional(
      Type.Object(
        {
          videos: count('Whose replica does not have all that it has'),
          bytes: count('That those replicas do not have, together'),
          ms: Type.Number({
            minimum: 0,
            description: 'Since the replica that is furthest behind had all; 0 where none is',
          }),
        },
        { description: 'How far the replicas of what it makes are behind' },
      ),
    ),
  },
  {
    title: 'Member',
    description: 'The numbers are those of its own answer, absent where it does not answer',
  },
);

/** `POST /admin/workers/{id}/scrub`. */
export const begunScrubSchema = Type.Object(
  { id: Type.String(), scrub: scrubSchema },
  { title: 'BegunScrub' },
);

export type BegunScrubAnswer = Answer<typeof begunScrubSchema>;

/** One worker as an operator sees it. */
export type ShownWorker = Answer<typeof workerSchema>;

const routerSchema = Type.Object(
  {
    id: Type.String(),
    state: memberState,
    url: Type.String({ description: 'Of its admin server' }),
    pid: Type.Integer(),
    streams: Type.Optional(count('Open responses')),
    catalog: Type.Optional(
      Type.Enum(['reachable', 'unreachable'], { description: 'Whether the catalog answers it' }),
    ),
  },
  {
    title: 'Router',
    description: 'The numbers are those of its own answer, absent where it does not answer',
  },
);

/** One router as an operator sees it. */
export type ShownRouter = Answer<typeof routerSchema>;

/** `GET /admin/cluster`. */
export const clusterSchema = Type.Object(
  {
    epoch: count('The number of this membership'),
    metadata: Type.Enum(['reachable', 'away'], { description: 'The metadata store, as the console sees it' }),
    publicUrl: Type.Union([Type.String(), Type.Null()], {
      description: 'Where players come to; null where nobody said',
    }),
    mayKillWorkers: Type.Boolean({
      description: 'Whether this is a local cluster, whose workers it may kill',
    }),
    workers: Type.Array(workerSchema),
    routers: Type.Array(routerSchema, { description: 'As last known while the metadata store is away' }),
  },
  { title: 'Cluster' },
);

export type ClusterAnswer = Answer<typeof clusterSchema>;

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

/** One of `GET /admin/events`: its other fields are those of the log line. */
const eventSchema = Type.Object(
  {
    source: Type.String({ description: '`worker w1`, `router host-7`, `console`' }),
    time: Type.String({ format: 'date-time' }),
    level: Type.String(),
    event: Type.String(),
    message: Type.String(),
    video: Type.Optional(
      Type.Union([Type.String(), Type.Null()], { description: 'By the ID that players see' }),
    ),
  },
  { title: 'LoggedEvent', additionalProperties: true },
);

export interface ShownEvent extends Answer<typeof eventSchema> {
  readonly [field: string]: unknown;
}

/** `GET /admin/events`. */
export const eventsSchema = Type.Object(
  {
    away: Type.Array(Type.String(), { description: 'Sources that do not answer' }),
    events: Type.Array(eventSchema),
  },
  { title: 'LoggedEvents' },
);

const policy = Type.Enum(['always', 'hot', 'deploy', 'never']);
const by = Type.Enum(['copy', 'generate']);

/** `GET|PUT /admin/replication`. */
export const replicationSchema = Type.Object(
  {
    policy: Type.Union([policy, Type.Null()], {
      description: "Null where none is set: then each worker's own configuration holds",
    }),
    by: Type.Union([by, Type.Null()]),
    leftS: Type.Optional(count('Where it is set for a time: how long it holds')),
    afterwards: Type.Optional(Type.Union([Type.Object({ policy, by }), Type.Null()])),
  },
  { title: 'Replication' },
);

export type ReplicationAnswer = Answer<typeof replicationSchema>;

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
