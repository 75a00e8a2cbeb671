import { parseArgs } from 'node:util';
import { openAdminClient } from '../admin/admin-client.js';
import { readClusterStatus } from '../admin/cluster-status.js';
import { parseDuration } from '../admin/duration.js';
import { messageOf } from '../messages.js';
import { refuse } from '../refuse.js';
import type { Terminal } from '../terminal.js';
import { Compose } from './compose.js';
import { deployContainer } from './deploy-container.js';
import { deployWorker } from './deploy-worker.js';

const usage = `usage: understudy deploy --exec '<command>' [<worker> …] [--timeout <time>] [--json]
       understudy deploy --compose [<service> …] [--timeout <time>] [--json]

Takes the workers one by one, those that are named or all: drains the worker, starts it again in its new version, waits until it is back and
the cluster has all its copies again; then the next. Stops, and says why, when a step fails; what was done stays done.

--exec '<command>'  starts the worker again; run by /bin/sh, with the worker's ID as UNDERSTUDY_WORKER_ID
--compose           takes the containers of compose services, those that are named or all whose names begin with worker, and makes each anew of
                    the image that is there now; run it where compose is run, with COMPOSE_FILE and COMPOSE_PROJECT_NAME as there
--timeout 5m        for each step (s, m, h, d; default 5m)
--json              one line for each step; what the command prints goes to standard error

With --exec the cluster is the one in UNDERSTUDY_DATA (.understudy), or the one whose console is at UNDERSTUDY_ADMIN_URL, with
UNDERSTUDY_ADMIN_KEY; with --compose the console is asked in its container.

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
  const progress = new Progress(terminal, asked.json);
  try {
    if (asked.how.by === 'compose') await deployByCompose(asked, env, terminal.stop, progress);
    else await deployByCommand(asked, asked.how.command, env, terminal.stop, progress);
    return 0;
  } catch (error) {
    const { at } = progress;
    terminal.warn(terminal.stop.aborted ? `${at}: stopped` : `${at}: ${messageOf(error)}`);
    return 1;
  }
}

/** Which worker is taken, and its steps. */
class Progress {
  at = 'deploy';
  readonly #terminal: Terminal;
  readonly #json: boolean;

  constructor(terminal: Terminal, json: boolean) {
    this.#terminal = terminal;
    this.#json = json;
  }

  step(step: string): void {
    const { at: id } = this;
    this.#terminal.print(this.#json ? JSON.stringify({ id, step }) : `${id}: ${step}`);
  }
}

async function deployByCommand(
  { names, timeoutMs, json }: Asked,
  command: string,
  env: NodeJS.ProcessEnv,
  stop: AbortSignal,
  progress: Progress,
): Promise<void> {
  const admin = await openAdminClient(env);
  const known = (await readClusterStatus(admin)).workers.map(({ id }) => id);
  const strangers = names.filter((id) => !known.includes(id));
  if (strangers.length > 0)
    throw new Error(`there is no worker ${strangers.join(', ')}; there are ${known.join(', ')}`);
  for (const id of names.length > 0 ? names : known) {
    progress.at = id;
    const onStep = (step: string) => progress.step(step);
    await deployWorker(admin, id, { command, env, json, timeoutMs, stop, onStep });
  }
}

async function deployByCompose(
  { names, timeoutMs }: Asked,
  env: NodeJS.ProcessEnv,
  stop: AbortSignal,
  progress: Progress,
): Promise<void> {
  const compose = await Compose.find(env);
  const limits = { timeoutMs, stop };
  const services = names.length > 0 ? names : await compose.workerServices(limits);
  const all = await Promise.all(
    services.map(async (service) =>
      (await compose.containersOf(service, limits)).map((container) => ({ service, container })),
    ),
  );
  const containers = all.flat();
  if (containers.length === 0)
    throw new Error(`there is no container of ${services.join(', ') || 'a worker'}`);
  for (const each of containers) {
    progress.at = `${each.service} ${each.container.slice(0, 12)}`;
    await deployContainer(compose, each, { ...limits, onStep: (step) => progress.step(step) });
  }
}

interface Asked {
  readonly how: { readonly by: 'command'; readonly command: string } | { readonly by: 'compose' };
  /** Of workers, or of services. */
  readonly names: readonly string[];
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
        compose: { type: 'boolean', default: false },
        timeout: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    if (values.help === true) return 'help';
    const command = values.exec?.trim() === '' ? undefined : values.exec;
    if (values.compose ? values.exec !== undefined : command === undefined)
      return 'either --exec names the command that starts a worker again, or --compose takes the containers';
    const timeoutS = values.timeout === undefined ? defaultTimeoutS : parseDuration(values.timeout);
    if (timeoutS === undefined)
      return `--timeout takes a number and s, m, h or d, as in 5m, not ${values.timeout}`;
    const how = values.compose
      ? ({ by: 'compose' } as const)
      : { by: 'command' as const, command: command ?? '' };
    return { how, names: positionals, timeoutMs: timeoutS * 1_000, json: values.json };
  } catch (error) {
    return messageOf(error);
  }
}
