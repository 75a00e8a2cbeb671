import { isUnderstudyError, UnderstudyError } from '@understudy/errors';
import type { Member } from '@understudy/metadata-store';
import {
  acquireGenerationLease,
  type GenerationLease,
  takeOverGenerationLease,
} from '../lease/generation-lease.js';
import { askStatus } from '../membership/ask-status.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import type { ProductionContext } from './production-context.js';

/** Where the missing pieces of an artifact come from. */
export type Source =
  | { readonly kind: 'follow'; readonly url: string }
  /** Without a lease when the metadata store is away: the bytes are the same whoever makes them. */
  | { readonly kind: 'generate'; readonly lease: GenerationLease | undefined }
  /** It is changing hands just now: ask again. */
  | { readonly kind: 'again' };

/**
 * The ladder below the local copy:
 *
 * 1. Whoever holds the lease is making it: follow that worker, if it lives.
 * 2. The lease is ours, and nobody ever had it: there is nothing to look for, generate.
 * 3. Another worker may have (more of) it: follow the one that has most. `exhausted` names those that gave all they have.
 * 4. Generate.
 *
 * @throws UnderstudyError `metadata_unavailable` where generating needs a lease and the store is away; the signal's reason.
 */
export async function obtainSource(
  context: ProductionContext,
  artifact: StoredArtifact,
  exhausted: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<Source> {
  const dead = new Set<string>();
  let asked = await acquireGenerationLease(context.lease, artifact.artifactId);
  if (asked.outcome === 'other') {
    const owner = await memberOf(context, asked.owner);
    if (owner !== undefined && (await context.isAlive(owner.url))) return { kind: 'follow', url: owner.url };
    signal.throwIfAborted();
    dead.add(asked.owner);
    context.events.takeOver(artifact, asked.owner);
    asked = await takeOverGenerationLease(context.lease, artifact.artifactId, asked.token);
    // Somebody was quicker; the next round finds out who.
    if (asked.outcome === 'other') return { kind: 'again' };
  }
  const lease = asked.outcome === 'held' ? asked.lease : undefined;
  let source: Source = { kind: 'generate', lease };
  try {
    signal.throwIfAborted();
    if (lease?.first === true) return source;
    const holder = await findHolder(
      context,
      artifact,
      (member) => !dead.has(member.id) && !exhausted.has(member.url),
    );
    signal.throwIfAborted();
    if (holder !== undefined) source = { kind: 'follow', url: holder };
    else if (lease === undefined && !context.lease.goOnWithoutStore) {
      throw new UnderstudyError('metadata_unavailable', `no lease for ${artifact.artifactId}`, {
        retryAfterSeconds: 2,
      });
    }
    return source;
  } finally {
    if (signal.aborted || source.kind === 'follow') await lease?.release();
  }
}

/**
 * The member that holds a lease. One that is not known here may have joined a moment ago, or we did: only the store tells that
 * it is none. Undefined for one that is gone.
 */
async function memberOf(
  { view, metadata }: ProductionContext,
  workerId: string,
): Promise<Member | undefined> {
  const known = view().member(workerId);
  if (known !== undefined) return known;
  const membership = await metadata.readMembership().catch(whenUnavailable);
  return membership?.members.find((member) => member.id === workerId);
}

/** The URL of the worker that has most of the artifact, and more than is here, or makes it just now. */
async function findHolder(
  context: ProductionContext,
  artifact: StoredArtifact,
  allowed: (member: Member) => boolean,
): Promise<string | undefined> {
  const candidates = await candidatesOf(context, artifact);
  const answers = await Promise.all(
    candidates.filter(allowed).map(async (member) => ({
      url: member.url,
      status: await askStatus(context.client, member.url, artifact.contentId, context.limits.probeTimeoutMs),
    })),
  );
  const ours = artifact.sealedSegments();
  const missesKnown = artifact.missesKnown();
  let best: { url: string; rank: number } | undefined;
  for (const { url, status } of answers) {
    if (status?.artifactId !== artifact.artifactId) continue;
    // With no more pieces than are here it may still have those that are not.
    const isAhead = status.sealedSegments > ours || (missesKnown && status.sealedSegments > 0);
    if (!status.generating && !isAhead) continue;
    const rank = status.sealedSegments + (status.generating ? status.totalSegments : 0);
    if (best === undefined || rank > best.rank) best = { url, rank };
  }
  return best?.url;
}

/** The peers that should have it by the ring, and those that the metadata store says do. */
async function candidatesOf(
  { selfId, view, metadata, limits }: ProductionContext,
  artifact: StoredArtifact,
): Promise<Member[]> {
  const members = new Map(
    view()
      .othersInOrder(artifact.contentId)
      .slice(0, limits.askedPeers)
      .map((member) => [member.id, member]),
  );
  const holders = await metadata.readHolders(artifact.artifactId).catch(whenUnavailable);
  for (const holder of holders ?? []) {
    const member = view().member(holder.worker);
    if (member !== undefined && member.id !== selfId) members.set(member.id, member);
  }
  return [...members.values()];
}

function whenUnavailable(error: unknown): undefined {
  if (!isUnderstudyError(error, 'metadata_unavailable')) throw error;
}
