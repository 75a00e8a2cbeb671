import { parseArgs } from 'node:util';
import type { Evictions } from '@understudy/client';
import { openAdminClient } from '../admin/admin-client.js';
import { messageOf } from '../messages.js';
import { refuse } from '../refuse.js';
import type { Terminal } from '../terminal.js';

const usage = `usage: understudy evict <ID> [--worker <worker>] [--json]

Has the workers remove their copies of a video, all or one of them, for the room that they take. The description stays: when somebody
asks for the video it comes from the archive, or is made again. What is in use stays, and so does a last copy that nobody could make again.
A content ID, as logs have it, is taken as well.

  --worker <worker>  only this worker's copy
  --json             the console's answer as it is

exit code: 0 done, also where there was nothing to remove; 1 failed, or a worker does not answer; 2 not understood`;

/** The workers are asked one after the other, and one may not answer. */
const evictTimeoutMs = 60_000;

/** `understudy evict …`. Gives the exit code. */
export async function evictCommand(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  terminal: Terminal,
): Promise<number> {
  const asked = readArgs(args);
  if (typeof asked === 'string') return refuse(asked, usage, terminal);
  try {
    const admin = await openAdminClient(env);
    const answer = await admin.post('/admin/videos/{id}/evict', {
      path: { id: asked.id },
      ...(asked.worker !== undefined && { query: { worker: asked.worker } }),
      timeoutMs: evictTimeoutMs,
    });
    terminal.print(asked.json ? JSON.stringify(answer) : textOf(answer));
    return answer.workers.some(({ result }) => result === 'unreachable') ? 1 : 0;
  } catch (error) {
    terminal.warn(messageOf(error));
    return 1;
  }
}

function textOf({ workers }: Evictions): string {
  const lines = workers.flatMap(({ worker, result, bytes }) => {
    if (result === 'evicted') return [`${worker} removed ${bytes} bytes`];
    return result === 'unreachable' ? [`${worker} does not answer`] : [];
  });
  return lines.length === 0 ? 'there was nothing that could go' : lines.join('\n');
}

function readArgs(
  args: readonly string[],
): { readonly id: string; readonly worker: string | undefined; readonly json: boolean } | string {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        worker: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    if (values.help === true) return 'help';
    const [id] = positionals;
    if (id === undefined || positionals.length > 1) return 'name one ID';
    return { id, worker: values.worker, json: values.json };
  } catch (error) {
    return messageOf(error);
  }
}
