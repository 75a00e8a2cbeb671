import type { Readable } from 'node:stream';

/** For the log: the last lines tell why. */
const tailCharacters = 2000;

/** Keeps the end of what a process says, and drains the rest so that it never blocks on a full pipe. */
export class StderrTail {
  #tail = '';

  constructor(stream: Readable) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      this.#tail = (this.#tail + text).slice(-tailCharacters);
    });
  }

  text(): string {
    return this.#tail.trim();
  }
}
