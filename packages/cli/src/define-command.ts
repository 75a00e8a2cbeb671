import { type ParseArgsConfig, parseArgs } from 'node:util';
import { messageOf } from './messages.js';
import { refuse } from './refuse.js';
import type { Terminal } from './terminal.js';

/** Gives the exit code: 0 done, 1 failed, 2 for what the command does not take. `args` are those after its name. */
export type Run = (args: readonly string[], env: NodeJS.ProcessEnv, terminal: Terminal) => Promise<number>;

/** What a command does its work with. */
export interface Context {
  readonly env: NodeJS.ProcessEnv;
  readonly terminal: Terminal;
  /** Whether `--json` was given. */
  readonly json: boolean;
  /** Prints an answer: as it is with `--json`, otherwise the text of it. */
  readonly tell: <T>(answer: T, text: (answer: T) => string) => void;
}

type Options = NonNullable<ParseArgsConfig['options']>;

/** What `parseArgs` gives for these options. */
export type Values<O extends Options> = ReturnType<typeof parseArgs<{ options: O }>>['values'];

interface Definition<O extends Options, Asked> {
  readonly usage: string;
  /** All but `--help`. */
  readonly options: O;
  /** True if left out. */
  readonly allowPositionals?: boolean;
  /** What the arguments ask for. @throws Error that says what is not understood */
  readonly understand: (values: Values<O>, positionals: readonly string[]) => Asked;
  /** Does it. Gives the exit code, nothing for 0. @throws Error that says what failed */
  readonly run: (asked: Asked, context: Context) => Promise<number | undefined> | Promise<void>;
}

/** What all commands have in common: `--help`, a refusal with the usage of what is not understood, one line for what failed. */
export function defineCommand<const O extends Options, Asked>({
  usage,
  options,
  allowPositionals = true,
  understand,
  run,
}: Definition<O, Asked>): Run {
  return async (args, env, terminal) => {
    let asked: Asked;
    let json: boolean;
    try {
      const all: Options = { ...options, help: { type: 'boolean', short: 'h' } };
      const { values, positionals } = parseArgs({ args: [...args], allowPositionals, options: all });
      if (values['help'] === true) return refuse('help', usage, terminal);
      json = values['json'] === true;
      asked = understand(values as Values<O>, positionals);
    } catch (error) {
      return refuse(messageOf(error), usage, terminal);
    }
    const tell: Context['tell'] = (answer, text) => {
      // Gives nothing: what a terminal returns would be the exit code of a command that ends with this.
      terminal.print(json ? JSON.stringify(answer) : text(answer));
    };
    try {
      return (await run(asked, { env, terminal, json, tell })) ?? 0;
    } catch (error) {
      terminal.warn(messageOf(error));
      return 1;
    }
  };
}

/** The operand of a command that takes one. @throws Error that says `what` to name */
export function onlyOne(what: string, operands: readonly string[]): string {
  const [operand] = operands;
  if (operand === undefined || operands.length > 1) throw new Error(`name one ${what}`);
  return operand;
}

/** @throws Error where a command that takes no operand is given one */
export function none(operands: readonly string[]): void {
  if (operands.length > 0) throw new Error(`it takes no ${operands[0]}`);
}
