/** A secret of a key, as nobody gets back from it. */
export interface KeySecret {
  /** SHA-256 of the whole key, in hexadecimal. */
  readonly digest: string;
  /** Until when it is good, in ms of the store's clock; without it as long as the key. */
  readonly untilMs?: number;
}

/** A key as it is stored. Times are in ms of the store's clock. */
export interface KeyRecord {
  /** Public: it stands in the key, in logs and in the configuration of webhooks. */
  readonly id: string;
  /** What people call it. */
  readonly name: string;
  /** What may be done with it. The store does not judge them. */
  readonly scopes: readonly string[];
  readonly createdAtMs: number;
  readonly expiresAtMs?: number;
  readonly rotatedAtMs?: number;
  readonly revokedAtMs?: number;
  /** The newest first. */
  readonly secrets: readonly KeySecret[];
}

/** A key that is to be. */
export interface KeyDraft {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly digest: string;
  /** It expires after so long; without it never. */
  readonly lifetimeMs?: number;
}

export interface KeyTable {
  /** Another one after every change; it says nothing but that. */
  readonly version: string;
  /** The store's clock at the reading. */
  readonly nowMs: number;
  /** All keys by age, also those that were revoked or expired; undefined where the version is the one that was known. */
  readonly keys: readonly KeyRecord[] | undefined;
}

/** Who may ask for what, by keys that are kept as digests. Changes are as durable as descriptions. */
export interface AccessKeys {
  /**
   * Where there are `most` already, the one that was revoked or expired longest ago is forgotten for it; `undefined` where all of them
   * are good.
   */
  createAccessKey(draft: KeyDraft, most: number): Promise<KeyRecord | undefined>;

  /**
   * Gives a key another secret. Those before are good for another `overlapMs`, and not longer than they were. `undefined`: there is no
   * such key, or it was revoked.
   */
  rotateAccessKey(id: string, digest: string, overlapMs: number): Promise<KeyRecord | undefined>;

  /** For good. Can be repeated. `undefined`: there is no such key. */
  revokeAccessKey(id: string): Promise<KeyRecord | undefined>;

  /** All keys, unless `known` is their version still. */
  readAccessKeys(known?: string): Promise<KeyTable>;

  /** Remembers that a key was used now; nothing happens where there is none. No replica is waited for. */
  noteAccessKeyUse(id: string): Promise<void>;

  /** When each key was used last, in ms of the store's clock; nothing of those that never were. */
  readAccessKeyUses(): Promise<ReadonlyMap<string, number>>;

  /** Calls `listener` when keys may have changed, soon after it. Hints can be lost: read now and then as well. */
  onAccessKeyHint(listener: () => void): () => void;
}
