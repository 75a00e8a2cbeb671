import { parseArgs } from 'node:util';
import { messageOf } from '../messages.js';
import type { Terminal } from '../terminal.js';

export interface Shown<T> {
  readonly usage: string;
  /** What has to be named, for the message where it is not. */
  readonly operands: readonly string[];
  readonly read: (operands: readonly string[]) => Promise<T>;
  readonly text: (answer: T) => string;
}

/** A command that shows one answer, as text or with `--json` as it is. Gives the exit code. */
export async function showCommand<T>(
  args: readonly string[],
  terminal: Terminal,
  { usage, operands, read, text }: Shown<T>,
): Promise<number> {
  let given: readonly string[];
  let json: boolean;
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { help: { type: 'boolean', short: 'h' }, json: { type: 'boolean', default: false } },
    });
    if (values.help === true) {
      terminal.print(usage);
      return 0;
    }
    if (positionals.length !== operands.length)
      throw new Error(
        operands.length === 0 ? `it takes no ${positionals[0]}` : `name one ${operands.join(' and ')}`,
      );
    given = positionals;
    json = values.json;
  } catch (error) {
    terminal.warn(`${messageOf(error)}\n\n${usage}`);
    return 2;
  }
  try {
    const answer = await read(given);
    terminal.print(json ? JSON.stringify(answer) : text(answer));
    return 0;
  } catch (error) {
    terminal.warn(messageOf(error));
    return 1;
  }
}
