import { createInterface } from 'node:readline';
import type { Deletions, Descriptions, ImportResult, StoredDescription } from '@understudy/metadata-store';
import { messageOf } from '../messages.js';
import type { Terminal } from '../terminal.js';
import { faultOf } from './check-description.js';
import { type DeletedDescription, parseLine } from './description-lines.js';

/** Descriptions on their way to the store at once. */
const inFlight = 16;

/** What is left out is told one by one up to here; the rest is counted. */
const toldLines = 20;

/**
 * Stores every description and every deletion of the input. What conflicts, or is no description, is told and left out, and the
 * rest goes on; a line that cannot be read ends it. Gives the exit code: 0 when all of a whole export is there.
 */
export async function importDescriptions(
  store: Pick<Descriptions & Deletions, 'importDescription' | 'importDeletion'>,
  terminal: Terminal,
): Promise<number> {
  const counts = { imported: 0, present: 0, conflict: 0, refused: 0 };
  let deleted = 0;
  const leaveOut = (kind: 'conflict' | 'refused', lineNumber: number, why: string) => {
    counts[kind] += 1;
    if (counts.conflict + counts.refused <= toldLines) terminal.warn(`line ${lineNumber}: ${why}`);
  };
  const running = new Set<Promise<void>>();
  const failed = new AbortController();
  const take = async (storing: Promise<ImportResult>, lineNumber: number) => {
    const result = await storing;
    if (result.outcome === 'conflict') leaveOut('conflict', lineNumber, result.why);
    else counts[result.outcome] += 1;
  };
  const takeDescription = (description: StoredDescription, lineNumber: number) => {
    const fault = faultOf(description);
    if (fault === undefined) start(store.importDescription(description), lineNumber);
    else leaveOut('refused', lineNumber, `content ID ${description.contentId}: ${fault}`);
  };
  const takeDeletion = async (deletion: DeletedDescription, lineNumber: number) => {
    const result = await store.importDeletion(deletion);
    if (result.outcome !== 'conflict') deleted += 1;
    else await take(Promise.resolve(result), lineNumber);
  };
  const start = (storing: Promise<ImportResult>, lineNumber: number) => {
    const taking = take(storing, lineNumber).catch((error: unknown) => failed.abort(error));
    running.add(taking);
    void taking.finally(() => running.delete(taking));
  };

  let lineNumber = 0;
  let read = 0;
  let expected: number | undefined;
  const signal = AbortSignal.any([failed.signal, terminal.stop]);
  const lines = createInterface({ input: terminal.input(), crlfDelay: Number.POSITIVE_INFINITY, signal });
  try {
    for await (const text of lines) {
      signal.throwIfAborted();
      lineNumber += 1;
      const line = parseAt(text, lineNumber);
      if ((lineNumber === 1) !== (line.type === 'header'))
        throw new Error('the input is no export: see --help');
      if (expected !== undefined) throw new Error(`line ${lineNumber} comes after the last one`);
      if (line.type === 'end') expected = line.count;
      if (line.type === 'header' || line.type === 'end') continue;
      read += 1;
      if (line.type === 'description') takeDescription(line.description, lineNumber);
      else {
        // What was deleted while it was exported may be on its way to the store as a description.
        await Promise.all(running);
        await takeDeletion(line.deletion, lineNumber);
      }
      if (running.size >= inFlight) await Promise.race(running);
    }
  } finally {
    await Promise.all(running);
    const { imported, present, conflict, refused } = counts;
    const also = `${refused > 0 ? `, ${refused} refused` : ''}${deleted > 0 ? `, ${deleted} deleted` : ''}`;
    terminal.warn(
      `${imported} descriptions imported, ${present} there already, ${conflict} in conflict${also}`,
    );
  }
  signal.throwIfAborted();
  if (read !== expected) {
    const shouldBe = expected === undefined ? 'its last line is missing' : `it should have ${expected}`;
    throw new Error(`the input is not whole: it has ${read} descriptions, ${shouldBe}`);
  }
  return counts.conflict + counts.refused === 0 ? 0 : 1;
}

function parseAt(text: string, lineNumber: number) {
  try {
    return parseLine(text);
  } catch (error) {
    throw new Error(`line ${lineNumber} ${messageOf(error)}`);
  }
}
