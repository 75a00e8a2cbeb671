import { checkName } from '../names.js';

/** Every key of the LMDB store: the kind of the record, then names. Values are JSON. */
export const lmdbKeys = {
  /** How many descriptions there ever were: the low 48 bits of the last content ID, as decimal text. */
  lastContentId: ['last-content-id'],
  /** Content ID as decimal text. */
  digest: (digest: string) => ['digest', checkName('digest', digest)],
  /** The digests that come after one, or all. */
  digestsAfter: (digest: string | undefined) => {
    const { start, end } = rangeBelow(['digest']);
    return { start: digest === undefined ? start : ['digest', `${digest}\u0000`], end };
  },
  digestOf: (key: unknown) => (key as [string, string])[1],
  /** The description's JSON, as text. */
  description: (contentId: bigint) => ['description', contentId.toString()],
  /** The sequence of the last deletion. */
  lastDeletion: ['last-deletion'],
  /** Which log it is. */
  deletionLog: ['deletion-log'],
  /** Content ID and digest, by sequence. */
  deletion: (sequence: number) => ['deletion', sequence],
  /** The sequence of its deletion. */
  deleted: (contentId: bigint) => ['deleted', contentId.toString()],
  /** All that were ever seen, in that order: a new build of ffmpeg is rare. */
  generators: ['generators'],
  /** All members in one value: one machine has a handful of workers. */
  membership: ['membership'],
  /** The policy, in one value. */
  replication: ['replication'],
  /** All routers in one value, as the members. */
  routers: ['routers'],
  lease: (key: string) => ['lease', checkName('lease key', key)],
  manifest: (artifactId: string, piece: string) => [...manifestOf(artifactId), checkName('piece', piece)],
  manifestRange: (artifactId: string) => rangeBelow(manifestOf(artifactId)),
  holder: (artifactId: string, worker: string) => [...holdersOf(artifactId), checkName('worker ID', worker)],
  holderRange: (artifactId: string) => rangeBelow(holdersOf(artifactId)),
  views: (viewerKey: string) => ['views', checkName('viewer key', viewerKey)],
};

function manifestOf(artifactId: string): string[] {
  return ['manifest', checkName('artifact ID', artifactId)];
}

function holdersOf(artifactId: string): string[] {
  return ['holder', checkName('artifact ID', artifactId)];
}

/** Keys that go on after `key`: a name's text sorts before any bytes. */
function rangeBelow(key: string[]) {
  return { start: key, end: [...key, Buffer.of(0xff)] };
}
