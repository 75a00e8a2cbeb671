import { parseArgs } from 'node:util';
import { ApiError, type DrainPreview } from '@understudy/client';
import { openAdminClient } from '../admin/admin-client.js';
import { readClusterStatus, workerIn } from '../admin/cluster-status.js';
import { parseDuration } from '../admin/duration.js';
import { messageOf } from '../messages.js';
import { refuse } from '../refuse.js';
import type { Terminal } from '../terminal.js';
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

/** `understudy drain …`. Gives the exit code. */
export async function drainCommand(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  terminal: Terminal,
): Promise<number> {
  const asked = readArgs(args);
  if (typeof asked === 'string') return refuse(asked, usage, terminal);
  const { worker, preview, force, waits, timeoutMs, json } = asked;
  const path = { id: worker };
  try {
    const admin = await openAdminClient(env);
    if (preview) {
      const answer = await admin.get('/admin/workers/{id}/drain', { path });
      terminal.print(json ? JSON.stringify(answer) : previewText(worker, answer));
      return 0;
    }
    const { pid } = workerIn(await readClusterStatus(admin), worker);
    const answer = await admin.post('/admin/workers/{id}/drain', {
      path,
      ...(force && { query: { force: '1' } }),
    });
    terminal.print(json ? JSON.stringify(answer) : `${worker} drains`);
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
    if (isGone) terminal.print(json ? JSON.stringify({ id: worker, state: 'gone' }) : `${worker} has gone`);
    else terminal.warn(`${worker} has not ended within ${timeoutMs / 1_000} s; it goes on draining`);
    return isGone ? 0 : 1;
  } catch (error) {
    if (!terminal.stop.aborted) terminal.warn(isLast(error) ? lastText(worker) : messageOf(error));
    return 1;
  }
}

interface Asked {
  readonly worker: string;
  readonly preview: boolean;
  readonly force: boolean;
  readonly waits: boolean;
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
        preview: { type: 'boolean', default: false },
        wait: { type: 'boolean', default: false },
        timeout: { type: 'string' },
        force: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    });
    if (values.help === true) return 'help';
    const [worker, ...others] = positionals;
    if (worker === undefined || others.length > 0) return 'name one worker';
    const timeoutS = values.timeout === undefined ? defaultTimeoutS : parseDuration(values.timeout);
    if (timeoutS === undefined)
      return `--timeout takes a number and s, m, h or d, as in 5m, not ${values.timeout}`;
    const { preview, force, json, wait } = values;
    if (values.timeout !== undefined && !wait) return '--timeout is for --wait';
    return { worker, preview, force, waits: wait, timeoutMs: timeoutS * 1_000, json };
  } catch (error) {
    return messageOf(error);
  }
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
