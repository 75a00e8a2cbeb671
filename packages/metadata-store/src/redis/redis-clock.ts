/** The server's clock, as far as this process can know it. Only for "not after": leases are judged by the server itself. */
export class RedisClock {
  #aheadMs = 0;

  /**
   * Learns from a reply that carries the server's time. It was read before the reply came, so the estimate is late by the
   * way back at most and a command is refused rather too early than after its caller gave up.
   */
  learn(serverMs: number): void {
    this.#aheadMs = serverMs - performance.now();
  }

  /** The server's time at a moment of `performance.now()`. */
  at(localMs: number): number {
    return Math.floor(localMs + this.#aheadMs);
  }
}
