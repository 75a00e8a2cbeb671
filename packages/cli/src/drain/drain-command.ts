import { ApiError, type DrainPreview } from '@understudy/client';
import { openAdminClient } from '../admin/admin-client.js';
import { readClusterStatus, workerIn } from '../admin/cluster-status.js';
import { durationOf } from '../admin/duration.js';
import { type Context, defineCommand, onlyOne } from '../define-command.js';
import { untilGone } from './until-gone.js';

const usage = `usage: understudy drain <worker> [--preview] [--wait] [--timeout <time>] [--force] [--json]

Has a worker take nothing new, hand over what it does and has, and end: what it generates goes on elsewhere, routers move its open
responses, copies that nobody else has are copied. understudy activate <worker> undoes it until it has ended.

--preview       says what would move, where to, and how many bytes; nothing happens
--wait          waits until the worker has gone
--timeout 5m    with --wait: for this long at most (s, m, h, d; default 5m)
--force         also where it is the last one of its generator
--json          answers as they are, one a line

The cluster is the one in UNDERSTUDY_DATA (.understudy), or the one whose console is at UNDERSTUDY_ADMIN_URL, with UNDERSTUDY_ADMIN_KEY.

exit code: 0 done, 1 failed or not gone in time, 2 not understood`;

const defaultTimeoutS = 300;

/** `understudy drain …`. */
export const drainCommand = defineCommand({
  usage,
  options: {
    preview: { type: 'boolean', default: false },
    wait: { type: 'boolean', default: false },
    timeout: { type: 'string' },
    force: { type: 'boolean', default: false },
    json: { type: 'boolean' },
  },
  understand({ preview, wait, timeout, force }, operands): Asked {
    const worker = onlyOne('worker', operands);
    const timeoutS = durationOf('timeout', timeout, '5m') ?? defaultTimeoutS;
    if (timeout !== undefined && !wait) throw new Error('--timeout is for --wait');
    return { worker, preview, force, waits: wait, timeoutMs: timeoutS * 1_000 };
  },
  async run(asked, context) {
    try {
      return await drain(asked, context);
    } catch (error) {
      if (context.terminal.stop.aborted) return 1;
      throw isLast(error) ? new Error(lastText(asked.worker), { cause: error }) : error;
    }
  },
});

interface Asked {
  readonly worker: string;
  readonly preview: boolean;
  readonly force: boolean;
  readonly waits: boolean;
  readonly timeoutMs: number;
}

async function drain(
  { worker, preview, force, waits, timeoutMs }: Asked,
  { env, terminal, json, tell }: Context,
): Promise<number> {
  const path = { id: worker };
  const admin = await openAdminClient(env);
  if (preview) {
    tell(await admin.get('/admin/workers/{id}/drain', { path }), (moves) => previewText(worker, moves));
    return 0;
  }
  const { pid } = workerIn(await readClusterStatus(admin), worker);
  const answer = await admin.post('/admin/workers/{id}/drain', {
    path,
    ...(force && { query: { force: '1' } }),
  });
  tell(answer, () => `${worker} drains`);
  if (!waits) return 0;
  let told = '';
  const isGone = await untilGone(
    admin,
    { id: worker, pid },
    {
      timeoutMs,
      stop: terminal.stop,
      onLook({ streams = '?', pendingMoves = '?' }) {
        const line = `${worker}: ${streams} open responses, ${pendingMoves} copies to look at`;
        if (line !== told && !json) terminal.print(line);
        told = line;
      },
    },
  );
  if (isGone) tell({ id: worker, state: 'gone' }, () => `${worker} has gone`);
  else terminal.warn(`${worker} has not ended within ${timeoutMs / 1_000} s; it goes on draining`);
  return isGone ? 0 : 1;
}

function isLast(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'last_worker';
}

function lastText(worker: string): string {
  return `${worker} is the last active worker of its generator; with --force it is drained all the same`;
}

function previewText(worker: string, { to, stuck, last }: DrainPreview): string {
  const lines = to.map(
    (target) =>
      `to ${target.worker}: ${target.streams} open responses, ${target.copies} copies of ${target.bytes} bytes`,
  );
  if (stuck > 0) lines.push(`${stuck} open responses have nowhere to go`);
  if (lines.length === 0) lines.push(`${worker} has nothing that would move`);
  if (last) lines.push(lastText(worker));
  return lines.join('\n');
}
