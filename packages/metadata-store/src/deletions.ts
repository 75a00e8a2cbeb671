import { randomBytes } from 'node:crypto';
import type { ImportResult } from './descriptions.js';

/** A description that was deleted. */
export interface Deletion {
  /** Its place in the log: 1 for the first, without gaps. */
  readonly sequence: number;
  readonly contentId: bigint;
  /** What the description was stored under. */
  readonly digest: string;
}

/** A part of the log. */
export interface DeletionPage {
  /** In the order of their sequence. */
  readonly deletions: readonly Deletion[];
  /** The sequence of the last deletion in the log, 0 when there is none. */
  readonly last: number;
  /** Which log it is: an ID made at random with its first deletion. Another one is of a store that was restored or replaced; undefined before the first. */
  readonly log?: string | undefined;
}

/** The ID of a log that begins. */
export function newDeletionLog(): string {
  return randomBytes(8).toString('hex');
}

/** The log is never shortened: who was away for long reads on where it stopped. */
export interface Deletions {
  /**
   * Deletes a description, and resolves only when that is durable. Its content ID is never given again; the digest is free, so
   * that the same description gets another one. `digest` must be the description's own, or `internal` is thrown; without it only what was deleted before is
   * made sure of.
   * `gone`: it was deleted before. `unknown`: no such content ID was acknowledged.
   */
  deleteDescription(contentId: bigint, digest: string | undefined): Promise<'deleted' | 'gone' | 'unknown'>;

  /**
   * Takes over a deletion from another store, durably: the content ID is never given here either, and what is described under it
   * here is deleted. `conflict`: that has another digest. Can be repeated.
   */
  importDeletion(deletion: Pick<Deletion, 'contentId' | 'digest'>): Promise<ImportResult>;

  /** The deletions after the sequence `after`, at most `limit`. */
  readDeletions(after: number, limit: number): Promise<DeletionPage>;

  /** Calls `listener` when there may be a new deletion, soon after it. Hints can be lost: read now and then as well. */
  onDeletionHint(listener: () => void): () => void;

  /** Forgets the manifest of an artifact and all its holders. Its leases stay for a while: see `Leases`. */
  forgetArtifact(artifactId: string): Promise<void>;
}
