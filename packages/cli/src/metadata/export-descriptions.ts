import { once } from 'node:events';
import type { Descriptions } from '@understudy/metadata-store';
import type { Terminal } from '../terminal.js';
import { descriptionLine, endLine, headerLine } from './description-lines.js';

/** Writes every description of a store to the output, no faster than that takes them. Gives the exit code. */
export async function exportDescriptions(
  store: Pick<Descriptions, 'listDescriptions'>,
  terminal: Terminal,
): Promise<number> {
  const output = terminal.output();
  const broken = new AbortController();
  // Who reads it may go away.
  output.on('error', (error) => broken.abort(error));
  const signal = AbortSignal.any([broken.signal, terminal.stop]);
  const write = async (line: string) => {
    signal.throwIfAborted();
    if (!output.write(line)) await once(output, 'drain', { signal });
  };

  await write(headerLine());
  let count = 0;
  for await (const description of store.listDescriptions()) {
    await write(descriptionLine(description));
    count += 1;
  }
  await write(endLine(count));
  terminal.warn(`${count} descriptions exported`);
  return 0;
}
