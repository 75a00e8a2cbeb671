/** A worker that has (part of) an artifact. A hint: whoever reads from it checks the bytes against the manifest. */
export interface Holder {
  readonly worker: string;
  readonly bytes: number;
  readonly complete: boolean;
}

export interface Holders {
  /** Adds the worker or replaces what it said before. */
  recordHolder(artifactId: string, holder: Holder): Promise<void>;
  dropHolder(artifactId: string, workerId: string): Promise<void>;
  /** Sorted by worker; may name workers that are no longer members. */
  readHolders(artifactId: string): Promise<Holder[]>;
}
