import { openAdminClient } from '../admin/admin-client.js';
import { messageOf } from '../messages.js';
import type { Terminal } from '../terminal.js';

const usage = `usage: understudy activate <worker>

Undoes understudy drain, while the worker still runs.

exit code: 0 done, 1 failed, 2 not understood`;

/** `understudy activate …`. Gives the exit code. */
export async function activateCommand(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  terminal: Terminal,
): Promise<number> {
  const [worker, ...others] = args;
  if (worker === '--help' || worker === '-h') {
    terminal.print(usage);
    return 0;
  }
  if (worker === undefined || worker.startsWith('-') || others.length > 0) {
    terminal.warn(`name one worker\n\n${usage}`);
    return 2;
  }
  try {
    const { ask } = await openAdminClient(env);
    await ask('POST', `/admin/workers/${encodeURIComponent(worker)}/activate`);
    terminal.print(`${worker} is active`);
    return 0;
  } catch (error) {
    terminal.warn(messageOf(error));
    return 1;
  }
}
