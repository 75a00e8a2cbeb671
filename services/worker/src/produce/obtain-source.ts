import { type Piece, sheetOf } from '@understudy/artifact';
import { isUnderstudyError, UnderstudyError } from '@understudy/errors';
import { leaseKeyOf, type Member } from '@understudy/metadata-store';
import type { Want } from '@understudy/peer-protocol';
import type { ArchiveSearch } from '../archive/archive-search.js';
import type { ArchivedCopy } from '../archive/archived-copy.js';
import {
  acquireGenerationLease,
  type GenerationLease,
  takeOverGenerationLease,
} from '../lease/generation-lease.js';
import { lateLease } from '../lease/late-lease.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { findHolder, type Holder } from './find-holder.js';
import type { ProductionContext } from './production-context.js';
import type { SpentSources } from './spent-sources.js';

/** With `storedOnly` for what that worker has; without, it makes what is missing. */
export interface Follow {
  readonly kind: 'follow';
  readonly url: string;
  readonly storedOnly: boolean;
}

/** It is changing hands just now: ask again. */
export interface Again {
  readonly kind: 'again';
}

/** Where the missing pieces of an artifact come from. */
export type Source =
  | Follow
  /** Under the same lease as generating: the others follow the one that downloads. */
  | {
      readonly kind: 'archive';
      readonly copy: ArchivedCopy;
      readonly lease: GenerationLease | undefined;
      /** Whether the other workers were asked before the lease was ours: before anything is made under it, they are asked again. */
      readonly early: boolean;
    }
  /** Without a lease when the metadata store is away: the bytes are the same whoever makes them. */
  | { readonly kind: 'generate'; readonly lease: GenerationLease | undefined }
  | Again;

export interface Need {
  /** What somebody waits for. */
  readonly wants: readonly Want[];
  /** What of it is obtained first. */
  readonly next: Piece;
  /** Another worker had the lease when bytes from the archive were on their way already: not begun so early again. */
  readonly wasBeaten: boolean;
  /** Those that gave all they have, or could not. */
  readonly spent: Pick<SpentSources, 'has'>;
}

/**
 * The ladder below the local copy:
 *
 * 1. Whoever holds the lease is making it: follow that worker, if it lives.
 * 2. Another worker has (more of) it: follow the one that has most. Where the lease is ours and nobody ever had it, it is most
 *    likely to be nowhere; but leases can be lost with their store, so those that should have it are asked all the same.
 * 3. The archive has it: fetch it from there. It is looked for at the same time.
 * 4. Generate.
 *
 * @throws UnderstudyError `metadata_unavailable` where generating needs a lease and the store is away; the signal's reason.
 */
export async function obtainSource(
  context: ProductionContext,
  artifact: StoredArtifact,
  need: Need,
  signal: AbortSignal,
): Promise<Source> {
  // Sheets of the storyboard are never archived: they are made again sooner than they are read.
  const search = sheetOf(need.next) === undefined ? context.archive?.search(artifact, signal) : undefined;
  // The lease is the master's nearly always: it need not wait for it to ask for bytes that it then stores.
  if (search !== undefined && !need.wasBeaten && isMaster(context, artifact))
    search.mayDownload(atStart(need.next));
  let source: Source | undefined;
  try {
    source = await climb(context, artifact, need, search, signal);
    return source;
  } finally {
    if (source?.kind !== 'archive') search?.discard();
  }
}

async function climb(
  context: ProductionContext,
  artifact: StoredArtifact,
  need: Need,
  search: ArchiveSearch | undefined,
  signal: AbortSignal,
): Promise<Source> {
  const dead = new Set<string>();
  const { wants, next, spent } = need;
  const seen = await lookEarly(context, artifact, need, search);
  signal.throwIfAborted();
  const acquire = () => acquireGenerationLease(context.lease, artifact.artifactId);
  // Bytes that are accepted are the same whoever reads them: nobody waits for the right to seal them, nor for the disk that it is written to.
  if (seen.copy?.manifest.isAccepted === true) {
    const lease = lateLease(
      leaseKeyOf('generate', artifact.artifactId),
      acquire,
      context.lease.goOnWithoutStore,
    );
    return { kind: 'archive', copy: seen.copy, lease, early: true };
  }
  let asked = await acquire();
  if (asked.outcome === 'other') {
    const owner = await memberOf(context, asked.owner);
    if (owner !== undefined && (await context.isAlive(owner.url)))
      return { kind: 'follow', url: owner.url, storedOnly: false };
    signal.throwIfAborted();
    dead.add(asked.owner);
    context.events.takeOver(artifact, asked.owner);
    asked = await takeOverGenerationLease(context.lease, artifact.artifactId, asked.token);
    // Somebody was quicker; the next round finds out who.
    if (asked.outcome === 'other') return { kind: 'again' };
  }
  const lease = asked.outcome === 'held' ? asked.lease : undefined;
  let source: Source | undefined;
  try {
    signal.throwIfAborted();
    search?.mayDownload(atStart(next));
    const allowed = (member: Member) => !dead.has(member.id) && !spent.has(member.url);
    const quick = lease?.first === true;
    const holder = seen.holder ?? (await findHolder(context, artifact, { allowed, wants, quick }));
    signal.throwIfAborted();
    const copy = holder === undefined ? await search?.copy : undefined;
    signal.throwIfAborted();
    if (holder !== undefined) source = { kind: 'follow', url: holder.url, storedOnly: !holder.generating };
    else if (copy?.has(next)) source = { kind: 'archive', copy, lease, early: false };
    else if (lease === undefined && !context.lease.goOnWithoutStore) {
      throw new UnderstudyError('metadata_unavailable', `no lease for ${artifact.artifactId}`, {
        retryAfterSeconds: 2,
      });
    } else source = { kind: 'generate', lease };
    return source;
  } finally {
    // Whatever failed: nobody would release it, and it would be renewed for good.
    if (source === undefined || source.kind === 'follow') await lease?.release();
  }
}

/**
 * Rungs 2 and 3 before the lease is asked for, where the archive may have it. Who had nothing then may have made it before the lease is
 * ours: so with nothing found here everybody is asked again, since nothing may be made twice. That something is read twice from the archive does no harm.
 */
async function lookEarly(
  context: ProductionContext,
  artifact: StoredArtifact,
  { wants, next, spent, wasBeaten }: Need,
  search: ArchiveSearch | undefined,
): Promise<{ readonly holder?: Holder | undefined; readonly copy?: ArchivedCopy | undefined }> {
  if (search === undefined || wasBeaten || !isMaster(context, artifact) || !atStart(next)) return {};
  if (!(await search.expected)) return {};
  artifact.prepare();
  const allowed = (member: Member) => !spent.has(member.url);
  const holder = await findHolder(context, artifact, { allowed, wants, quick: false });
  return holder === undefined ? { copy: await search.copy } : { holder };
}

function isMaster({ view, selfId }: ProductionContext, { contentId }: StoredArtifact): boolean {
  return view().owners(contentId).master === selfId;
}

/** Whether what is wanted next lies at the beginning of the video. */
export function atStart(next: Piece): boolean {
  return next === 0 || next === 'init';
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

function whenUnavailable(error: unknown): undefined {
  if (!isUnderstudyError(error, 'metadata_unavailable')) throw error;
}
