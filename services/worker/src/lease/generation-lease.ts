import { isUnderstudyError } from '@understudy/errors';
import { leaseKeyOf, type MetadataStore } from '@understudy/metadata-store';
import { keepLease } from './keep-lease.js';
import { momentNow } from './moment.js';

export interface LeaseOptions {
  readonly store: Pick<MetadataStore, 'acquireLease' | 'takeOverLease' | 'renewLease' | 'releaseLease'>;
  readonly owner: string;
  readonly ttlMs: number;
  /**
   * Whether generating may go on when the store is away for longer than the lease lasts. Only where two generators make
   * the same bytes: then a second one is waste, not harm.
   */
  readonly goOnWithoutStore: boolean;
}

/** The right to generate one artifact, renewed at half of its time until it is released or lost. */
export interface GenerationLease {
  readonly key: string;
  readonly token: number;
  /** Whether nobody held this lease before: then nobody can have made anything of the artifact. */
  readonly first: boolean;
  /** Aborts with `lease_lost` when another worker has taken the lease. */
  readonly signal: AbortSignal;
  /**
   * Resolves when it is ours at this moment: at once while it is young enough, otherwise the store is asked. With the store
   * away it resolves where generating may go on without.
   * @throws UnderstudyError `lease_lost`
   */
  confirm(): Promise<void>;
  /** The store has seen a newer token: it is lost at once, not when it would be renewed. */
  noteStale(): void;
  release(): Promise<void>;
}

export type LeaseOutcome =
  | { readonly outcome: 'held'; readonly lease: GenerationLease }
  | { readonly outcome: 'other'; readonly owner: string; readonly token: number }
  | { readonly outcome: 'unavailable' };

/** Asks for the lease of an artifact. Never throws for a store that is away: it says so. */
export function acquireGenerationLease(options: LeaseOptions, artifactId: string): Promise<LeaseOutcome> {
  const key = leaseKeyOf('generate', artifactId);
  return outcomeOf(options, key, () => options.store.acquireLease(key, options.owner, options.ttlMs));
}

/** Asks for the right to upload an artifact to the archive; the same in all but its name. */
export function acquireArchiveLease(options: LeaseOptions, artifactId: string): Promise<LeaseOutcome> {
  const key = leaseKeyOf('archive', artifactId);
  return outcomeOf(options, key, () => options.store.acquireLease(key, options.owner, options.ttlMs));
}

/** Takes the lease from a holder that was found dead, unless somebody else did so in the meantime. */
export function takeOverGenerationLease(
  options: LeaseOptions,
  artifactId: string,
  expectedToken: number,
): Promise<LeaseOutcome> {
  const key = leaseKeyOf('generate', artifactId);
  return outcomeOf(options, key, () =>
    options.store.takeOverLease(key, options.owner, expectedToken, options.ttlMs),
  );
}

async function outcomeOf(
  options: LeaseOptions,
  key: string,
  ask: () => ReturnType<MetadataStore['acquireLease']>,
): Promise<LeaseOutcome> {
  const askedAt = momentNow();
  try {
    const result = await ask();
    if (!result.acquired) return { outcome: 'other', owner: result.owner, token: result.token };
    return { outcome: 'held', lease: keepLease(options, key, result.token, askedAt) };
  } catch (error) {
    if (isUnderstudyError(error, 'metadata_unavailable')) return { outcome: 'unavailable' };
    throw error;
  }
}
