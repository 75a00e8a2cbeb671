/** What was refused or ended, for which limit. */
export type Limit =
  | 'connections'
  | 'connection_rate'
  | 'all_connections'
  | 'requests'
  | 'responses'
  | 'slow_reader';

/** An address has one line for each limit in this time; its next one says how many there were since. */
export const periodMs = 60_000;
/** Lines in that time at most, whoever asks: many addresses must not fill a disk. */
const mostLines = 100;

/** Which refusals are worth a line: those of one address for one limit once in a period. */
export class RefusalLog {
  readonly #write: (limit: Limit, address: string, count: number) => void;
  readonly #kept: number;
  /** By limit and address: how many since the last line. In the order of their lines. */
  readonly #since = new Map<string, { count: number; lineAtMs: number }>();
  #lines = 0;
  #periodBeganAtMs = Number.NEGATIVE_INFINITY;

  /** `kept`: addresses that are remembered at most. */
  constructor(kept: number, write: (limit: Limit, address: string, count: number) => void) {
    this.#kept = kept;
    this.#write = write;
  }

  note(limit: Limit, address: string, nowMs: number): void {
    const key = `${limit} ${address}`;
    const known = this.#since.get(key);
    if (known !== undefined) {
      known.count += 1;
      if (nowMs - known.lineAtMs < periodMs) return;
    }
    if (nowMs - this.#periodBeganAtMs >= periodMs) {
      this.#periodBeganAtMs = nowMs;
      this.#lines = 0;
    }
    if (this.#lines >= mostLines) return;
    this.#lines += 1;
    this.#write(limit, address, known?.count ?? 1);
    this.#since.delete(key);
    this.#since.set(key, { count: 0, lineAtMs: nowMs });
    const [oldest] = this.#since.keys();
    if (this.#since.size > this.#kept && oldest !== undefined) this.#since.delete(oldest);
  }
}
