import { openAdminClient } from '../admin/admin-client.js';
import { readClusterStatus } from '../admin/cluster-status.js';
import { durationOf } from '../admin/duration.js';
import { type Context, defineCommand } from '../define-command.js';
import { messageOf } from '../messages.js';
import { Compose } from './compose.js';
import { deployContainer } from './deploy-container.js';
import { deployWorker } from './deploy-worker.js';

const usage = `usage: understudy deploy --exec '<command>' [<worker> …] [--timeout <time>] [--json]
       understudy deploy --compose [<service> …] [--timeout <time>] [--json]

Takes the workers one by one, those that are named or all: drains the worker, starts it again in its new version, waits until it is back and
the cluster has all its copies again; then the next. By --compose other services too. Stops, and says why, when a step fails; what was
done stays done.

--exec '<command>'  starts the worker again; run by /bin/sh, with the worker's ID as UNDERSTUDY_WORKER_ID
--compose           takes the containers of compose services, those that are named (routers too) or all whose names begin with worker, and makes each
                    anew of the image that is there now; run it where compose is run, with COMPOSE_FILE and COMPOSE_PROJECT_NAME as there
--timeout 5m        for each step (s, m, h, d; default 5m); a container has longer to end where its service says so (stop_grace_period)
--json              one line for each step; what the command prints goes to standard error

With --exec the cluster is the one in UNDERSTUDY_DATA (.understudy), or the one whose console is at UNDERSTUDY_ADMIN_URL, with
UNDERSTUDY_ADMIN_KEY; with --compose the console is asked in its container.

exit code: 0 done, 1 a step failed, 2 not understood`;

const defaultTimeoutS = 300;

/** `understudy deploy …`. */
export const deployCommand = defineCommand({
  usage,
  options: {
    exec: { type: 'string' },
    compose: { type: 'boolean', default: false },
    timeout: { type: 'string' },
    json: { type: 'boolean' },
  },
  understand({ exec, compose, timeout }, names) {
    const command = exec?.trim() === '' ? undefined : exec;
    if (compose ? exec !== undefined : command === undefined)
      throw new Error(
        'either --exec names the command that starts a worker again, or --compose takes the containers',
      );
    const timeoutS = durationOf('timeout', timeout, '5m') ?? defaultTimeoutS;
    return { command, names, timeoutMs: timeoutS * 1_000 };
  },
  async run({ command, ...asked }, context) {
    const { stop } = context.terminal;
    const progress = new Progress(context);
    try {
      if (command === undefined) await deployByCompose(asked, context, progress);
      else await deployByCommand(asked, command, context, progress);
    } catch (error) {
      throw new Error(`${progress.at}: ${stop.aborted ? 'stopped' : messageOf(error)}`, { cause: error });
    }
  },
});

interface Asked {
  /** Of workers, or of services. */
  readonly names: readonly string[];
  readonly timeoutMs: number;
}

/** Which worker is taken, and its steps. */
class Progress {
  at = 'deploy';
  readonly #tell: Context['tell'];

  constructor({ tell }: Context) {
    this.#tell = tell;
  }

  step(step: string): void {
    this.#tell({ id: this.at, step }, ({ id }) => `${id}: ${step}`);
  }
}

async function deployByCommand(
  { names, timeoutMs }: Asked,
  command: string,
  { env, json, terminal: { stop } }: Context,
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
  { env, terminal: { stop } }: Context,
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
