import { connect, type Socket } from 'node:net';

/** Between two looks at what each reader may take. */
const tickMs = 100;
const readBytes = 16 * 1024;

export interface PacedResult {
  readonly received: number;
  /** The longest time by which the bytes of any reader came later than its pace wanted them, in ms, after its first byte. */
  readonly mostBehindMs: number;
  readonly failed: number;
}

/**
 * `count` players that take `bytesPerS` each, no more, of one path for `seconds`, and then leave. They start spread over a second.
 * `atHalf` is called when half of the time is over.
 */
export async function pacedReaders(
  port: number,
  path: string,
  { count, bytesPerS, seconds, atHalf }: PacedOptions,
): Promise<PacedResult> {
  const shared = Buffer.allocUnsafeSlow(readBytes);
  const readers = Array.from({ length: count }, (_, index) => new Reader(port, path, shared, index / count));
  const startMs = performance.now();
  let lastMs = startMs;
  let half = false;
  await new Promise<void>((resolve, reject) => {
    const timer = setInterval(() => {
      const nowMs = performance.now();
      for (const reader of readers) reader.tick(nowMs - startMs, nowMs - lastMs, bytesPerS);
      lastMs = nowMs;
      if (!half && nowMs - startMs > seconds * 500) {
        half = true;
        atHalf?.().catch(reject);
      }
      if (nowMs - startMs < seconds * 1_000) return;
      clearInterval(timer);
      resolve();
    }, tickMs);
  });
  const result = {
    received: readers.reduce((sum, reader) => sum + reader.received, 0),
    mostBehindMs: Math.max(...readers.map((reader) => reader.mostBehindMs)),
    failed: readers.filter((reader) => reader.failed).length,
  };
  for (const reader of readers) reader.close();
  return result;
}

export interface PacedOptions {
  readonly count: number;
  readonly bytesPerS: number;
  readonly seconds: number;
  readonly atHalf?: () => Promise<void>;
}

class Reader {
  received = 0;
  mostBehindMs = 0;
  failed = false;
  readonly #port: number;
  readonly #path: string;
  readonly #shared: Buffer;
  readonly #startAtMs: number;
  #socket: Socket | undefined;
  #closing = false;
  /** Bytes that the pace lets it take now. */
  #allowance = 0;

  constructor(port: number, path: string, shared: Buffer, startAtS: number) {
    this.#port = port;
    this.#path = path;
    this.#shared = shared;
    this.#startAtMs = startAtS * 1_000;
  }

  tick(nowMs: number, sinceMs: number, bytesPerS: number): void {
    if (nowMs < this.#startAtMs || this.failed) return;
    this.#socket ??= this.#open();
    // Before its first byte it waits; from then on it is behind with what it may take and did not get.
    if (this.received === 0) {
      this.#allowance = bytesPerS * (tickMs / 1_000);
    } else {
      this.mostBehindMs = Math.max(this.mostBehindMs, (this.#allowance / bytesPerS) * 1_000);
      this.#allowance += (sinceMs / 1_000) * bytesPerS;
    }
    if (this.#allowance > 0) this.#socket.resume();
  }

  #open(): Socket {
    const socket = connect({
      port: this.#port,
      host: '127.0.0.1',
      onread: { buffer: this.#shared, callback: (length) => this.#read(length) },
    });
    socket.on('error', () => this.#end());
    socket.on('close', () => this.#end());
    socket.write(`GET ${this.#path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`);
    return socket;
  }

  #read(length: number): boolean {
    this.received += length;
    this.#allowance -= length;
    if (this.#allowance > 0) return true;
    this.#socket?.pause();
    return false;
  }

  #end(): void {
    if (!this.#closing) this.failed = true;
  }

  close(): void {
    this.#closing = true;
    this.#socket?.destroy();
  }
}
