import { paddedId } from '../content-id.js';
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
  /** What there is a description of, in the order of content IDs. */
  order: (contentId: bigint) => ['order', paddedId(contentId)],
  /** From the highest below a content ID, or of all, down to the lowest: for a range in reverse. */
  orderBelow: (below: bigint | undefined) => ({
    start: below === undefined ? ['order', Buffer.of(0xff)] : ['order', paddedId(below - 1n)],
    end: ['order'],
  }),
  orderedId: (key: unknown) => BigInt((key as [string, string])[1]),
  /** All descriptions behind one, or all, by the text of the ID. */
  descriptionsAfter: (contentId: bigint | undefined) => {
    const { start, end } = rangeBelow(['description']);
    return { start: contentId === undefined ? start : ['description', `${contentId}\u0000`], end };
  },
  describedId: (key: unknown) => BigInt((key as [string, string])[1]),
  /** Whose key had it described. */
  creator: (contentId: bigint) => ['creator', contentId.toString()],
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
  /** What all workers told of their costs, in one value. */
  calibrations: ['calibrations'],
  budget: (budgetKey: string) => ['budget', checkName('budget key', budgetKey)],
  /** The same in the order in which they are full again. */
  budgetFull: (fullMs: number, budgetKey: string) => ['budget-full', fullMs, budgetKey],
  budgetsFull: rangeBelow(['budget-full']),
  /** Of playback tokens: all in one value, with its revision. */
  revocations: ['revocations'],
  /** All keys in one value: they are read together. */
  accessKeys: ['access-keys'],
  /** Asked for at every commit: it is short. */
  accessKeyVersion: ['access-key-version'],
  /** When a key was used last, in ms. */
  accessKeyUse: (id: string) => ['access-key-use', checkName('key ID', id)],
  lease: (key: string) => ['lease', checkName('lease key', key)],
  manifest: (artifactId: string, piece: string) => [...manifestOf(artifactId), checkName('piece', piece)],
  manifestRange: (artifactId: string) => rangeBelow(manifestOf(artifactId)),
  holder: (artifactId: string, worker: string) => [...holdersOf(artifactId), checkName('worker ID', worker)],
  holderRange: (artifactId: string) => rangeBelow(holdersOf(artifactId)),
  /** Who wants to hear of a video, and what they were told of it. */
  subscription: (contentId: bigint, hook: string) => [...subscriptionsOf(contentId), checkName('hook', hook)],
  subscriptionRange: (contentId: bigint) => rangeBelow(subscriptionsOf(contentId)),
  /** How many messages a hook has not been told yet. */
  outstanding: (hook: string) => ['webhook-outstanding', checkName('hook', hook)],
  message: (hook: string, key: string) => ['webhook-message', checkName('hook', hook), key],
  /** The same messages in the order in which they are due, and in that in which they were told. */
  messageDue: (hook: string, dueMs: number, key: string) => [
    'webhook-due',
    checkName('hook', hook),
    dueMs,
    key,
  ],
  messagesDue: (hook: string, untilMs: number) => ({
    start: ['webhook-due', checkName('hook', hook)],
    end: ['webhook-due', hook, untilMs + 1],
  }),
  messageAge: (hook: string, toldMs: number, key: string) => [
    'webhook-age',
    checkName('hook', hook),
    toldMs,
    key,
  ],
  messagesByAge: (hook: string) => rangeBelow(['webhook-age', checkName('hook', hook)]),
  /** What a key ends in: a hook, or the key of a message. */
  lastPart: (key: unknown) => (key as string[]).at(-1) as string,
  session: (sessionKey: string) => ['session', checkName('session key', sessionKey)],
  /** The same in the order in which their time is over. */
  sessionEnd: (untilMs: number, sessionKey: string) => ['session-end', untilMs, sessionKey],
  sessionEnds: rangeBelow(['session-end']),
  endOf: (key: unknown) => (key as [string, number])[1],
  sessionCount: ['session-count'],
  views: (viewerKey: string) => ['views', checkName('viewer key', viewerKey)],
};

function manifestOf(artifactId: string): string[] {
  return ['manifest', checkName('artifact ID', artifactId)];
}

function holdersOf(artifactId: string): string[] {
  return ['holder', checkName('artifact ID', artifactId)];
}

function subscriptionsOf(contentId: bigint): string[] {
  return ['webhook-subscription', contentId.toString()];
}

/** Keys that go on after `key`: a name's text sorts before any bytes. */
function rangeBelow(key: string[]) {
  return { start: key, end: [...key, Buffer.of(0xff)] };
}
