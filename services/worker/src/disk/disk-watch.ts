import type { DiskGuard } from './disk-guard.js';

/** Looks after the disk once in an interval, after the last look. When it gets into trouble the guard looks by itself. */
export class DiskWatch {
  readonly #guard: Pick<DiskGuard, 'look'>;
  readonly #intervalMs: number;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(guard: Pick<DiskGuard, 'look'>, intervalMs: number) {
    this.#guard = guard;
    this.#intervalMs = intervalMs;
  }

  /** Resolves after the first look. */
  async start(): Promise<void> {
    await this.#guard.look();
    this.#arm();
  }

  #arm(): void {
    if (this.#closed) return;
    this.#timer = setTimeout(() => void this.start(), this.#intervalMs);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }
}
