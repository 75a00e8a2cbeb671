/** How many sessions whose time is over are removed with each save; more than one, so that none of them stays. */
export const forgottenAtOnce = 100;

export interface SessionLimits {
  /** After so long without a save a session is forgotten. */
  readonly ttlMs: number;
  /** So many are kept; past it, the one whose time is over first is forgotten for the next. */
  readonly most: number;
}

export interface Sessions {
  /**
   * Keeps `json`, which is opaque here, in place of what the session had. `sessionKey` is a name (see `checkName`): hash what comes from
   * outside. No replica is waited for: what is lost is where somebody was.
   */
  saveSession(sessionKey: string, json: string, limits: SessionLimits): Promise<void>;

  /** What was saved last; undefined where there is nothing, or its time is over. */
  readSession(sessionKey: string): Promise<string | undefined>;
}
