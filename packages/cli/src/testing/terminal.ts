import { Readable, Writable } from 'node:stream';
import type { Terminal } from '../terminal.js';

/** A terminal that keeps what it is told. */
export function testTerminal(input = '') {
  const told = { printed: [] as string[], warned: [] as string[], output: '' };
  const stop = new AbortController();
  const terminal: Terminal = {
    print: (line) => told.printed.push(line),
    warn: (line) => told.warned.push(line),
    input: () => Readable.from([input]),
    output: () =>
      new Writable({
        // So small that every line has to wait for the one before.
        highWaterMark: 16,
        write(chunk: Buffer, _encoding, done) {
          told.output += chunk.toString();
          setImmediate(done);
        },
      }),
    stop: stop.signal,
    stopNow: new AbortController().signal,
    workingDir: '/',
  };
  return { terminal, told, stop };
}
