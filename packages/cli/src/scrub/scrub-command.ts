import { setTimeout as sleep } from 'node:timers/promises';
import type { AdminClient, Member } from '@understudy/client';
import { openAdminClient } from '../admin/admin-client.js';
import { readClusterStatus, workerIn } from '../admin/cluster-status.js';
import { defineCommand } from '../define-command.js';
import { messageOf } from '../messages.js';

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

/** `understudy scrub …`. */
export const scrubCommand = defineCommand({
  usage,
  options: { wait: { type: 'boolean' }, json: { type: 'boolean' } },
  understand: ({ wait }, ids) => ({ ids, waits: wait === true }),
  async run({ ids, waits }, { env, terminal, tell }) {
    let failed = false;
    /** What fails at one worker is no reason not to go on with the others. */
    const attempt = async (work: () => Promise<void>) => {
      try {
        await work();
      } catch (error) {
        failed = true;
        if (!terminal.stop.aborted) terminal.warn(messageOf(error));
      }
    };
    await attempt(async () => {
      const admin = await openAdminClient(env);
      const begun: Begun[] = [];
      for (const id of await chosen(admin, ids)) {
        await attempt(async () => {
          const answer = await admin.post('/admin/workers/{id}/scrub', { path: { id } });
          begun.push({ id, beganAtMs: answer.scrub.pass?.beganAtMs ?? 0 });
          tell(answer, () => `${id} reads all that it has`);
        });
      }
      for (const one of waits ? begun : []) {
        await attempt(async () => {
          const pass = await untilEnded(admin, one, terminal.stop);
          tell({ id: one.id, scrub: { pass } }, () => `${one.id}: ${passText(pass)}`);
          failed ||= pass.failed > 0;
        });
      }
    });
    return failed ? 1 : 0;
  },
});

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
