import { commands } from './commands.js';
import type { Terminal } from './terminal.js';

/** Runs the command that the first argument names. Gives the exit code. */
export async function dispatch(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  terminal: Terminal,
): Promise<number> {
  const [name = '', ...others] = args;
  if (name === '--help' || name === '-h' || name === 'help') {
    terminal.print(help());
    return 0;
  }
  // Not commands[name]: an object has more names than its own.
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    terminal.warn(name === '' ? help() : `there is no command ${name}\n\n${help()}`);
    return 2;
  }
  return (await command.load())(others, env, terminal);
}

function help(): string {
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(12)} ${summary}`);
  return `usage: understudy <command>\n\n${lines.join('\n')}\n\nunderstudy <command> --help tells more of a command.`;
}
