import type { Want } from '@understudy/peer-protocol';
import {
  acquireGenerationLease,
  type GenerationLease,
  takeOverGenerationLease,
} from '../lease/generation-lease.js';
import type { StoredArtifact } from '../store/stored-artifact.js';
import { findHolder } from './find-holder.js';
import type { ProductionContext } from './production-context.js';

/** Where the missing pieces of an artifact come from. */
export type Source =
  /** With `storedOnly` for what it has; without, that worker makes what is missing. */
  | { readonly kind: 'follow'; readonly url: string; readonly storedOnly: boolean }
  /** Without a lease when the metadata store is away: the bytes are the same whoever makes them. */
  | { readonly kind: 'generate'; readonly lease: GenerationLease | undefined };

export interface Need {
  /** What somebody waits for. */
  readonly wants: readonly Want[];
  /** URLs of those that gave all they have, or could not. */
  readonly exhausted: ReadonlySet<string>;
}

/**
 * The ladder below the local copy:
 *
 * 1. Whoever holds the lease is making it: follow that worker, if it lives.
 * 2. Another worker has (more of) it: follow the one that has most. Where the lease is ours and nobody ever had it, it is most
 *    likely to be nowhere; but leases can be lost with their store, so those that should have it are asked all the same.
 * 3. Generate.
 */
export async function obtainSource(
  context: ProductionContext,
  artifact: StoredArtifact,
  { wants, exhausted }: Need,
  signal: AbortSignal,
): Promise<Source> {
  const dead = new Set<string>();
  let asked = await acquireGenerationLease(context.lease, artifact.artifactId);
  if (asked.outcome === 'other') {
    const owner = context.view().member(asked.owner);
    if (owner !== undefined && (await context.isAlive(owner.url))) return followMaker(owner.url);
    dead.add(asked.owner);
    context.events.takeOver(artifact, asked.owner);
    asked = await takeOverGenerationLease(context.lease, artifact.artifactId, asked.token);
    // Somebody was quicker; the next round finds out who.
    if (asked.outcome === 'other') return obtainAgain(context, asked.owner);
  }
  const lease = asked.outcome === 'held' ? asked.lease : undefined;
  let source: Source = { kind: 'generate', lease };
  try {
    signal.throwIfAborted();
    const holder = await findHolder(context, artifact, {
      allowed: (member) => !dead.has(member.id) && !exhausted.has(member.url),
      wants,
      quick: lease?.first === true,
    });
    signal.throwIfAborted();
    if (holder !== undefined) source = { kind: 'follow', url: holder.url, storedOnly: !holder.generating };
    return source;
  } finally {
    if (signal.aborted || source.kind === 'follow') await lease?.release();
  }
}

function obtainAgain(context: ProductionContext, owner: string): Source {
  const member = context.view().member(owner);
  return member === undefined ? { kind: 'generate', lease: undefined } : followMaker(member.url);
}

const followMaker = (url: string): Source => ({ kind: 'follow', url, storedOnly: false });
