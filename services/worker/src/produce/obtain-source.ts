import type { Piece } from '@understudy/artifact';
import { isUnderstudyError } from '@understudy/errors';
import type { Member } from '@understudy/metadata-store';
import { type ArtifactStatus, artifactPath } from '@understudy/peer-protocol';
import type { ArchivedCopy } from '../archive/archived-copy.js';
import {
  acquireGenerationLease,
  type GenerationLease,
  takeOverGenerationLease,
} from '../lease/generation-lease.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import type { ProductionContext } from './production-context.js';

/** Where the missing pieces of an artifact come from. */
export type Source =
  | { readonly kind: 'follow'; readonly url: string }
  /** Under the same lease as generating: the others follow the one that downloads. */
  | { readonly kind: 'archive'; readonly copy: ArchivedCopy; readonly lease: GenerationLease | undefined }
  /** Without a lease when the metadata store is away: the bytes are the same whoever makes them. */
  | { readonly kind: 'generate'; readonly lease: GenerationLease | undefined };

/**
 * The ladder below the local copy:
 *
 * 1. Whoever holds the lease is making it: follow that worker, if it lives.
 * 2. The lease is ours, and nobody ever had it: there is nothing to look for, generate.
 * 3. Another worker may have (more of) it: follow the one that has most. `exhausted` names those that gave all they have.
 * 4. The archive has it: fetch it from there. It is asked at the same time as the other workers.
 * 5. Generate.
 */
export async function obtainSource(
  context: ProductionContext,
  artifact: StoredArtifact,
  next: Piece | undefined,
  exhausted: ReadonlySet<string>,
  signal: AbortSignal,
): Promise<Source> {
  const dead = new Set<string>();
  // Whatever the source, it is written there; what is wrong with the disk is told to whoever writes.
  artifact.makeDirectory().catch(() => undefined);
  // Looked for while the lease is asked for. Its bytes are for the one that gets the lease: the master, nearly always.
  let allowDownload: (begin: boolean) => void = () => undefined;
  const download = new Promise<boolean>((resolve) => {
    allowDownload = resolve;
  });
  const archived = context.archive?.find(artifact, download, signal);
  if (context.view().placeOf(artifact.contentId) === 0) allowDownload(atBeginning(next));
  const discard = () => void archived?.then((copy) => copy?.discard()).catch(() => undefined);
  // An abort is seen below, wherever this has got to.
  archived?.catch(() => undefined);
  let asked = await acquireGenerationLease(context.lease, artifact.artifactId);
  if (asked.outcome === 'other') {
    const owner = context.view().member(asked.owner);
    if (owner !== undefined && (await context.isAlive(owner.url))) {
      discard();
      return { kind: 'follow', url: owner.url };
    }
    dead.add(asked.owner);
    context.events.takeOver(artifact, asked.owner);
    asked = await takeOverGenerationLease(context.lease, artifact.artifactId, asked.token);
    // Somebody was quicker; the next round finds out who.
    if (asked.outcome === 'other') {
      discard();
      return obtainAgain(context, asked.owner);
    }
  }
  const lease = asked.outcome === 'held' ? asked.lease : undefined;
  let source: Source = { kind: 'generate', lease };
  try {
    signal.throwIfAborted();
    if (lease?.first === true) return source;
    allowDownload(atBeginning(next));
    const holder = await findHolder(
      context,
      artifact,
      (member) => !dead.has(member.id) && !exhausted.has(member.url),
    );
    signal.throwIfAborted();
    if (holder !== undefined) source = { kind: 'follow', url: holder };
    else {
      const copy = await archived;
      if (copy !== undefined) source = { kind: 'archive', copy, lease };
    }
    return source;
  } finally {
    if (source.kind !== 'archive') discard();
    if (signal.aborted || source.kind === 'follow') await lease?.release();
  }
}

/** Whether what is wanted next lies at the beginning of the video. */
export function atBeginning(next: Piece | undefined): boolean {
  return next === 0 || next === 'init';
}

function obtainAgain(context: ProductionContext, owner: string): Source {
  const member = context.view().member(owner);
  return member === undefined ? { kind: 'generate', lease: undefined } : { kind: 'follow', url: member.url };
}

/** The URL of the worker that has most of the artifact, and more than is here, or makes it just now. */
async function findHolder(
  context: ProductionContext,
  artifact: StoredArtifact,
  allowed: (member: Member) => boolean,
): Promise<string | undefined> {
  const answers = await statusesOf(context, artifact, allowed);
  const ours = artifact.sealedSegments();
  let best: { url: string; rank: number } | undefined;
  for (const { url, status } of answers) {
    if (status?.artifactId !== artifact.artifactId) continue;
    if (!status.generating && status.sealedSegments <= ours) continue;
    const rank = status.sealedSegments + (status.generating ? status.totalSegments : 0);
    if (best === undefined || rank > best.rank) best = { url, rank };
  }
  return best?.url;
}

/** What the workers that may have an artifact say of it. */
export async function statusesOf(
  context: ProductionContext,
  artifact: StoredArtifact,
  allowed: (member: Member) => boolean,
): Promise<{ readonly url: string; readonly status: ArtifactStatus | undefined }[]> {
  const candidates = await candidatesOf(context, artifact);
  return Promise.all(
    candidates.filter(allowed).map(async (member) => ({
      url: member.url,
      status: await statusOf(context, member, artifact.contentId),
    })),
  );
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
  const holders = await metadata.readHolders(artifact.artifactId).catch((error: unknown) => {
    if (isUnderstudyError(error, 'metadata_unavailable')) return [];
    throw error;
  });
  for (const holder of holders) {
    const member = view().member(holder.worker);
    if (member !== undefined && member.id !== selfId) members.set(member.id, member);
  }
  return [...members.values()];
}

/** What a peer has of an artifact; undefined when it has nothing or does not answer in time. */
async function statusOf(
  { client, limits }: Pick<ProductionContext, 'client' | 'limits'>,
  member: Member,
  contentId: bigint,
): Promise<ArtifactStatus | undefined> {
  try {
    return await client.json<ArtifactStatus>({
      method: 'GET',
      url: member.url,
      path: artifactPath(contentId, 'status'),
      headTimeoutMs: limits.probeTimeoutMs,
    });
  } catch (error) {
    if (isUnderstudyError(error, 'peer_unreachable', 'peer_protocol')) return undefined;
    throw error;
  }
}
