import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type AdminClient, openAdminClient } from '../admin/admin-client.js';
import { parseDuration } from '../admin/duration.js';
import { messageOf } from '../messages.js';
import type { Terminal } from '../terminal.js';

const usage = `usage: understudy drain <worker> [--preview] [--wait] [--timeout <time>] [--force] [--json]

Has a worker take nothing new, hand over what it does and has, and end: what it generates goes on elsewhere, routers move its open
responses, copies that nobody else has are copied. understudy activate <worker> undoes it until it has ended.

--preview       says what would move, where to, and how many bytes; nothing happens
--wait          waits until the worker has gone
--timeout 5m    for this long at most (s, m, h, d; default 5m)
--force         also where it is the last one of its generator
--json          answers as they are, one a line

The cluster is the one in UNDERSTUDY_DATA (.understudy), or the one whose console is at UNDERSTUDY_ADMIN_URL, with UNDERSTUDY_ADMIN_KEY.

exit code: 0 done, 1 failed or not gone in time, 2 not understood`;

const pollIntervalMs = 250;
const defaultTimeoutS = 300;

interface Preview {
  readonly to: readonly {
    readonly worker: string;
    readonly streams: number;
    readonly copies: number;
    readonly bytes: number;
  }[];
  readonly stuck: number;
}

interface ShownWorker {
  readonly id: string;
  readonly pid: number;
  readonly state: string;
  readonly streams?: number;
  readonly pendingMoves?: number;
}

/** `understudy drain …`. Gives the exit code. */
export async function drainCommand(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  terminal: Terminal,
): Promise<number> {
  const asked = readArgs(args);
  if (asked === 'help') {
    terminal.print(usage);
    return 0;
  }
  if (typeof asked === 'string') {
    terminal.warn(`${asked}\n\n${usage}`);
    return 2;
  }
  const { worker, preview, force, waits, timeoutMs, json } = asked;
  const path = `/admin/workers/${encodeURIComponent(worker)}/drain`;
  try {
    const admin = await openAdminClient(env);
    if (preview) {
      const answer = await admin.ask<Preview>('GET', path);
      terminal.print(json ? JSON.stringify(answer) : previewText(worker, answer));
      return 0;
    }
    const { pid } = await workerOf(admin, worker);
    const answer = await admin.ask('POST', force ? `${path}?force=1` : path);
    terminal.print(json ? JSON.stringify(answer) : `${worker} drains`);
    if (!waits) return 0;
    const isGone = await untilGone(admin, { worker, pid, timeoutMs }, terminal, json);
    if (!isGone) terminal.warn(`${worker} has not ended within ${timeoutMs / 1_000} s; it goes on draining`);
    return isGone ? 0 : 1;
  } catch (error) {
    if (!terminal.stop.aborted) terminal.warn(messageOf(error));
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
    return { worker, preview, force, waits: wait, timeoutMs: timeoutS * 1_000, json };
  } catch (error) {
    return messageOf(error);
  }
}

async function workerOf(admin: AdminClient, id: string): Promise<{ pid: number }> {
  const { workers } = await admin.ask<{ workers: readonly ShownWorker[] }>('GET', '/admin/cluster');
  const found = workers.find((worker) => worker.id === id);
  if (found !== undefined) return found;
  const known = workers.map((worker) => worker.id).join(', ');
  throw new Error(`there is no worker ${id}; there are ${known === '' ? 'none' : known}`);
}

/** Whether this process of the worker is no member any more, in time. Tells how far it is. */
async function untilGone(
  admin: AdminClient,
  { worker, pid, timeoutMs }: { worker: string; pid: number; timeoutMs: number },
  terminal: Terminal,
  json: boolean,
): Promise<boolean> {
  const giveUpAtMs = performance.now() + timeoutMs;
  let told = '';
  // The console learns of it a moment later.
  let wasSeen = false;
  for (;;) {
    const { workers } = await admin.ask<{ workers: readonly ShownWorker[] }>('GET', '/admin/cluster');
    const shown = workers.find((each) => each.id === worker && each.pid === pid);
    if (shown === undefined) {
      terminal.print(json ? JSON.stringify({ id: worker, state: 'gone' }) : `${worker} has gone`);
      return true;
    }
    if (shown.state === 'active' && wasSeen)
      throw new Error(`${worker} is active again: somebody has undone it`);
    wasSeen ||= shown.state === 'draining';
    const line = `${worker}: ${shown.streams ?? '?'} open responses, ${shown.pendingMoves ?? '?'} copies to look at`;
    if (line !== told && !json) terminal.print(line);
    told = line;
    if (performance.now() >= giveUpAtMs) return false;
    await sleep(pollIntervalMs, undefined, { signal: terminal.stop });
  }
}

function previewText(worker: string, { to, stuck }: Preview): string {
  const lines = to.map(
    (target) =>
      `to ${target.worker}: ${target.streams} open responses, ${target.copies} copies of ${target.bytes} bytes`,
  );
  if (stuck > 0) lines.push(`${stuck} open responses have nowhere to go`);
  return lines.length === 0 ? `${worker} has nothing that would move` : lines.join('\n');
}
