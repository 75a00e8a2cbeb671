import { once } from 'node:events';
import type { Deletions, Descriptions } from '@understudy/metadata-store';
import type { Terminal } from '../terminal.js';
import { deletionLine, descriptionLine, endLine, headerLine } from './description-lines.js';

/** Deletions that are read at once. */
const pageSize = 500;

/** Writes every description and every deletion of a store to the output, no faster than that takes them. Gives the exit code. */
export async function exportDescriptions(
  store: Pick<Descriptions & Deletions, 'listDescriptions' | 'readDeletions'>,
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
  // Behind the descriptions: what is deleted meanwhile is among them.
  let deleted = 0;
  for (;;) {
    const { deletions } = await store.readDeletions(deleted, pageSize);
    for (const deletion of deletions) await write(deletionLine(deletion));
    deleted += deletions.length;
    if (deletions.length < pageSize) break;
  }
  await write(endLine(count + deleted));
  terminal.warn(`${count} descriptions exported${deleted > 0 ? `, and that ${deleted} were deleted` : ''}`);
  return 0;
}
