import { type Answer, Type } from '@understudy/schema';
import { count, timeMs } from './parts.js';

const memberState = Type.Enum(['active', 'draining', 'unreachable']);

export const scrubSchema = Type.Object(
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

/** One worker as an operator sees it. */
export type ShownWorker = Answer<typeof workerSchema>;

const routerSchema = Type.Object(
  {
    id: Type.String(),
    state: Type.Enum(['active', 'not ready', 'draining', 'unreachable'], {
      description: '`not ready`: it could serve nobody',
    }),
    url: Type.String({ description: 'Of its admin server' }),
    pid: Type.Integer(),
    streams: Type.Optional(count('Open responses')),
    catalog: Type.Optional(
      Type.Enum(['reachable', 'unreachable'], { description: 'Whether the catalog answers it' }),
    ),
  },
  {
    title: 'Router',
    description:
      '`streams` and `catalog` are of its own answer: absent where it does not answer, and from one of an earlier version',
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
    lost: Type.Array(
      Type.Object({ id: Type.String(), atMs: timeMs('When its lease ran out') }, { title: 'LostWorker' }),
      { description: 'Workers that did not leave, within the last hour, and are not back' },
    ),
    routers: Type.Array(routerSchema, { description: 'As last known while the metadata store is away' }),
  },
  { title: 'Cluster' },
);

export type ClusterAnswer = Answer<typeof clusterSchema>;
