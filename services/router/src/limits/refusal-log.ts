/** What was refused or ended, for which limit. */
export type Limit =
  | 'connections'
  | 'connection_rate'
  | 'all_connections'
  | 'requests'
  | 'responses'
  | 'slow_reader';

/** An address has one line for each limit in this time, and so has what is no address's; its next one says how many there were since. */
export const periodMs = 60_000;
/** Lines in that time at most, whoever asks: many addresses must not fill a disk. */
const mostLines = 100;

/** Which refusals are worth a line: those of one address for one limit once in a period. */
export class RefusalLog {
  readonly #write: (limit: Limit, address: string | undefined, count: number) => void;
  readonly #kept: number;
  /** By limit and address: how many since the last line, or since the first of them where there was none. In the order of their lines. */
  readonly #since = new Map<string, { count: number; lineAtMs: number }>();
  #lines = 0;
  #periodBeganAtMs = Number.NEGATIVE_INFINITY;

  /** `kept`: addresses that are remembered at most. */
  constructor(kept: number, write: (limit: Limit, address: string | undefined, count: number) => void) {
    this.#kept = kept;
    this.#write = write;
  }

  /** Without an address where it is nobody's in particular. */
  note(limit: Limit, address: string | undefined, nowMs: number): void {
    const key = `${limit} ${address}`;
    const known = this.#since.get(key) ?? this.#remember(key, Number.NEGATIVE_INFINITY);
    known.count += 1;
    if (nowMs - known.lineAtMs < periodMs) return;
    if (nowMs - this.#periodBeganAtMs >= periodMs) {
      this.#periodBeganAtMs = nowMs;
      this.#lines = 0;
    }
    if (this.#lines >= mostLines) return;
    this.#lines += 1;
    this.#write(limit, address, known.count);
    this.#remember(key, nowMs);
  }

  #remember(key: string, lineAtMs: number): { count: number; lineAtMs: number } {
    const begun = { count: 0, lineAtMs };
    this.#since.delete(key);
    this.#since.set(key, begun);
    const [oldest] = this.#since.keys();
    if (this.#since.size > this.#kept && oldest !== undefined) this.#since.delete(oldest);
    return begun;
  }
}
