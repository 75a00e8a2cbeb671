/** `network`: no try has succeeded for 60 s. `refused`: 404, 410 and the like. `media`: the browser cannot play the bytes. */
export type FatalReason = 'network' | 'refused' | 'media';

export interface PlayerEvents {
  /** An origin did not answer, or could not; another one is used from now on. Playing goes on. */
  failover: { readonly from: string; readonly to: string };
  /** Playing stands still, because nothing is left in the buffer. */
  stall: { readonly positionS: number };
  /** It goes on after a stall. */
  recovered: { readonly positionS: number; readonly stalledMs: number };
  /** Nothing is tried any more. */
  fatal: { readonly reason: FatalReason; readonly status?: number | undefined; readonly cause?: unknown };
}

type Listener<Name extends keyof PlayerEvents> = (event: PlayerEvents[Name]) => void;

/** Who listens to a player. */
export class PlayerEmitter {
  readonly #listeners: { [Name in keyof PlayerEvents]: Set<Listener<Name>> } = {
    failover: new Set(),
    stall: new Set(),
    recovered: new Set(),
    fatal: new Set(),
  };

  /** Gives a function that ends it. */
  on<Name extends keyof PlayerEvents>(name: Name, listener: Listener<Name>): () => void {
    this.#listeners[name].add(listener);
    return () => this.#listeners[name].delete(listener);
  }

  emit<Name extends keyof PlayerEvents>(name: Name, event: PlayerEvents[Name]): void {
    for (const listener of this.#listeners[name]) listener(event);
  }

  /** Nobody is told anything any more. */
  clear(): void {
    for (const listeners of Object.values(this.#listeners)) listeners.clear();
  }
}
