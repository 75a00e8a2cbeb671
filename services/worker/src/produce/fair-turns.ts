/**
 * Whose turn is next, so that each flow gets as much of the generators as another, whatever it asks for: start-time fair queueing (Goyal, Vin and
 * Cheng, SIGCOMM 1996, section 2). Each run is tagged with the virtual time at which its flow could begin it if every flow had the
 * generators to itself in turn; the lowest tag goes first. A thousand runs of one flow have a thousand tags, one behind the other, and
 * the only run of another flow goes before all but the first of them.
 */
export class FairTurns {
  /** The tag of what began last. */
  #now = 0;
  /** Up to what time each flow has been given tags; those that are not here have nothing behind `#now`. */
  readonly #ends = new Map<string, number>();
  readonly #most: number;

  /** Of `most` flows it is remembered what they have been given; past it the one that came least lately is as one that had nothing. */
  constructor(most: number) {
    this.#most = most;
  }

  /** How many flows have something to wait for. */
  get flows(): number {
    return this.#ends.size;
  }

  /** The tag of a run of `flow` that costs `price`. */
  arrive(flow: string, price: number): number {
    const tag = Math.max(this.#now, this.#ends.get(flow) ?? 0);
    const end = tag + price;
    if (end > this.#now) this.#keep(flow, end);
    return tag;
  }

  /** It begins. */
  begin(tag: number): void {
    if (tag <= this.#now) return;
    this.#now = tag;
    for (const [flow, end] of this.#ends) if (end <= tag) this.#ends.delete(flow);
  }

  /** It left without having begun. Where it was the last of its flow, the next need not wait for it; the others keep their order. */
  leave(flow: string, tag: number, price: number): void {
    if (this.#ends.get(flow) !== tag + price) return;
    if (tag > this.#now) this.#ends.set(flow, tag);
    else this.#ends.delete(flow);
  }

  #keep(flow: string, end: number): void {
    this.#ends.delete(flow);
    this.#ends.set(flow, end);
    const [oldest] = this.#ends.keys();
    if (this.#ends.size > this.#most && oldest !== undefined) this.#ends.delete(oldest);
  }
}
