import { parseArgs } from 'node:util';
import { openAdminClient } from '../admin/admin-client.js';
import { readClusterStatus } from '../admin/cluster-status.js';
import { parseDuration } from '../admin/duration.js';
import { messageOf } from '../messages.js';
import { refuse } from '../refuse.js';
import type { Terminal } from '../terminal.js';
import { deployWorker } from './deploy-worker.js';

const usage = `usage: understudy deploy --exec '<command>' [<worker> …] [--timeout <time>] [--json]

Takes the workers one by one, those that are named or all: drains the worker, runs the command, waits until the worker is back and
the cluster has all its copies again; then the next. Stops, and says why, when a step fails; what was done stays done.

--exec '<command>'  starts the worker again, in its new version; run by /bin/sh, with the worker's ID as UNDERSTUDY_WORKER_ID
--timeout 5m        for each step (s, m, h, d; default 5m)
--json              one line for each step

The cluster is the one in UNDERSTUDY_DATA (.understudy), or the one whose console is at UNDERSTUDY_ADMIN_URL, with UNDERSTUDY_ADMIN_KEY.

exit code: 0 done, 1 a step failed, 2 not understood`;

const defaultTimeoutS = 300;

/** `understudy deploy …`. Gives the exit code. */
export async function deployCommand(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  terminal: Terminal,
): Promise<number> {
  const asked = readArgs(args);
  if (typeof asked === 'string') return refuse(asked, usage, terminal);
  const { command, ids, timeoutMs, json } = asked;
  let at = 'deploy';
  try {
    const admin = await openAdminClient(env);
    const known = (await readClusterStatus(admin)).workers.map(({ id }) => id);
    const strangers = ids.filter((id) => !known.includes(id));
    if (strangers.length > 0)
      throw new Error(`there is no worker ${strangers.join(', ')}; there are ${known.join(', ')}`);
    for (const id of ids.length > 0 ? ids : known) {
      at = id;
      await deployWorker(admin, id, {
        command,
        env,
        timeoutMs,
        stop: terminal.stop,
        onStep: (step) => terminal.print(json ? JSON.stringify({ id, step }) : `${id}: ${step}`),
      });
    }
    return 0;
  } catch (error) {
    terminal.warn(terminal.stop.aborted ? `${at}: stopped` : `${at}: ${messageOf(error)}`);
    return 1;
  }
}

interface Asked {
  readonly command: string;
  readonly ids: readonly string[];
  readonly timeoutMs: number;
  readonly json: boolean;
}

/** What is asked for; otherwise `help`, or what is wrong. */
function readArgs(args: readonly string[]): Asked | string {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        exec: { type: 'string' },
        timeout: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    if (values.help === true) return 'help';
    if (values.exec === undefined || values.exec.trim() === '')
      return '--exec names the command that starts a worker again';
    const timeoutS = values.timeout === undefined ? defaultTimeoutS : parseDuration(values.timeout);
    if (timeoutS === undefined)
      return `--timeout takes a number and s, m, h or d, as in 5m, not ${values.timeout}`;
    return { command: values.exec, ids: positionals, timeoutMs: timeoutS * 1_000, json: values.json };
  } catch (error) {
    return messageOf(error);
  }
}
