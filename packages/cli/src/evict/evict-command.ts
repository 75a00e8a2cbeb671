import type { Evictions } from '@understudy/client';
import { openAdminClient } from '../admin/admin-client.js';
import { defineCommand, onlyOne } from '../define-command.js';

const usage = `usage: understudy evict <ID> [--worker <worker>] [--json]

Has the workers remove their copies of a video, all or one of them, for the room that they take. The description stays: when somebody
asks for the video it comes from the archive, or is made again. What is in use stays, and so does a last copy that nobody could make again.
A content ID, as logs have it, is taken as well.

  --worker <worker>  only this worker's copy
  --json             the console's answer as it is

exit code: 0 done, also where there was nothing to remove; 1 failed, or a worker does not answer; 2 not understood`;

/** The workers are asked one after the other, and one may not answer. */
const evictTimeoutMs = 60_000;

/** `understudy evict …`. */
export const evictCommand = defineCommand({
  usage,
  options: { worker: { type: 'string' }, json: { type: 'boolean' } },
  understand: ({ worker }, operands) => ({ id: onlyOne('ID', operands), worker }),
  async run({ id, worker }, { env, tell }) {
    const admin = await openAdminClient(env);
    const answer = await admin.post('/admin/videos/{id}/evict', {
      path: { id },
      ...(worker !== undefined && { query: { worker } }),
      timeoutMs: evictTimeoutMs,
    });
    tell(answer, textOf);
    return answer.workers.some(({ result }) => result === 'unreachable') ? 1 : 0;
  },
});

function textOf({ workers }: Evictions): string {
  const lines = workers.flatMap(({ worker, result, bytes }) => {
    if (result === 'evicted') return [`${worker} removed ${bytes} bytes`];
    return result === 'unreachable' ? [`${worker} does not answer`] : [];
  });
  return lines.length === 0 ? 'there was nothing that could go' : lines.join('\n');
}
