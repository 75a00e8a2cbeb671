import type { Readable, Writable } from 'node:stream';

/** What a command needs of its process. */
export interface Terminal {
  readonly print: (line: string) => void;
  readonly warn: (line: string) => void;
  readonly input: () => Readable;
  readonly output: () => Writable;
  /** Aborts at the first SIGINT, SIGTERM or SIGHUP. */
  readonly stop: AbortSignal;
  /** Aborts at the second one. */
  readonly stopNow: AbortSignal;
  readonly workingDir: string;
}
