import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { AdminClient, Member } from '@understudy/client';
import { openAdminClient } from '../admin/admin-client.js';
import { readClusterStatus, workerIn } from '../admin/cluster-status.js';
import { messageOf } from '../messages.js';
import { refuse } from '../refuse.js';
import type { Terminal } from '../terminal.js';

const usage = `usage: understudy scrub [--wait] [--json] [<worker> …]

Has workers read all that they have stored, from the beginning, and replace what is damaged: those that are named (w1 …), or all. Without
--wait, understudy workers tells how far they are.

--wait  waits until they have, and tells what came of it; Ctrl-C ends only the waiting
--json  answers as they are, one a line

The cluster is the one in UNDERSTUDY_DATA (.understudy), or the one whose console is at UNDERSTUDY_ADMIN_URL, with UNDERSTUDY_ADMIN_KEY.

exit code: 0 done; 1 failed, no worker read anything, or damage is left that could not be replaced; 2 not understood`;

const pollIntervalMs = 500;

type Pass = NonNullable<NonNullable<Member['scrub']>['pass']>;

/** A worker that reads, and since when. */
interface Begun {
  readonly id: string;
  readonly beganAtMs: number;
}

/** `understudy scrub …`. Gives the exit code. */
export async function scrubCommand(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  terminal: Terminal,
): Promise<number> {
  const asked = readArgs(args);
  if (typeof asked === 'string') return refuse(asked, usage, terminal);
  const { ids, waits, json } = asked;
  const tell = (answer: object, sentence: string) => terminal.print(json ? JSON.stringify(answer) : sentence);
  let failed = false;
  const fail = (error: unknown) => {
    failed = true;
    if (!terminal.stop.aborted) terminal.warn(messageOf(error));
  };
  try {
    const admin = await openAdminClient(env);
    const begun: Begun[] = [];
    for (const id of await chosen(admin, ids)) {
      try {
        const answer = await admin.post('/admin/workers/{id}/scrub', { path: { id } });
        begun.push({ id, beganAtMs: answer.scrub.pass?.beganAtMs ?? 0 });
        tell(answer, `${id} reads all that it has`);
      } catch (error) {
        fail(error);
      }
    }
    for (const one of waits ? begun : []) {
      try {
        const pass = await untilEnded(admin, one, terminal.stop);
        tell({ id: one.id, scrub: { pass } }, `${one.id}: ${passText(pass)}`);
        failed ||= pass.failed > 0;
      } catch (error) {
        fail(error);
      }
    }
  } catch (error) {
    fail(error);
  }
  return failed ? 1 : 0;
}

/** @throws Error for one that is no member, and where there is none; ApiError */
async function chosen(admin: AdminClient, ids: readonly string[]): Promise<readonly string[]> {
  const cluster = await readClusterStatus(admin);
  if (cluster.workers.length === 0) throw new Error('there is no worker that could read anything');
  return (ids.length === 0 ? cluster.workers : ids.map((id) => workerIn(cluster, id))).map(({ id }) => id);
}

/**
 * What came of the pass, or of a later one that somebody asked for meanwhile.
 * @throws Error when the worker goes before; ApiError; the stop's reason
 */
async function untilEnded(admin: AdminClient, { id, beganAtMs }: Begun, stop: AbortSignal): Promise<Pass> {
  for (;;) {
    stop.throwIfAborted();
    const { workers } = await readClusterStatus(admin);
    const worker = workers.find((each) => each.id === id);
    if (worker === undefined) throw new Error(`${id} has gone before it had read all`);
    const pass = worker.scrub?.pass;
    if (pass?.endedAtMs !== undefined && pass.beganAtMs >= beganAtMs) return pass;
    await sleep(pollIntervalMs, undefined, { signal: stop });
  }
}

function passText({ pieces, bytes, findings, failed }: Pass): string {
  if (pieces === 0 && findings === 0) return 'it has nothing that could be read';
  const read = `${pieces} files of ${bytes} bytes in all were read`;
  if (findings === 0) return `${read}, none is damaged`;
  return `${read}, ${findings} were damaged, ${failed} of them could not be replaced`;
}

interface Asked {
  readonly ids: readonly string[];
  readonly waits: boolean;
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
        wait: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    });
    if (values.help === true) return 'help';
    return { ids: positionals, waits: values.wait, json: values.json };
  } catch (error) {
    return messageOf(error);
  }
}
