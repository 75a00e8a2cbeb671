import type { Regeneration } from '@understudy/client';
import { openAdminClient } from '../admin/admin-client.js';
import { defineCommand, onlyOne } from '../define-command.js';

const usage = `usage: understudy regenerate <ID> [--json]

Has a video made again from its description: the workers of its generator remove what they have of it and of its renditions, what this
generator made of it goes from the archive, and its master makes it. It has the same bytes under the same ETag. While somebody plays it, or a
worker does not answer, a copy stays; then nothing is made, and the archive is left alone: try later. A content ID, as logs have it, is taken
as well.

exit code: 0 it is being made, 1 failed or a copy stayed, 2 not understood`;

/** The workers are asked one after the other, and then for the archive. */
const regenerateTimeoutMs = 180_000;

/** `understudy regenerate …`. */
export const regenerateCommand = defineCommand({
  usage,
  options: { json: { type: 'boolean' } },
  understand: (_, operands) => onlyOne('ID', operands),
  async run(id, { env, tell }) {
    const admin = await openAdminClient(env);
    const answer = await admin.post('/admin/videos/{id}/regenerate', {
      path: { id },
      timeoutMs: regenerateTimeoutMs,
    });
    tell(answer, textOf);
    return answer.maker === null ? 1 : 0;
  },
});

function textOf({ workers, unarchived, maker }: Regeneration): string {
  const told = {
    evicted: (bytes: number) => `removed ${bytes} bytes`,
    none: () => 'had nothing of it',
    kept: () => 'keeps its copy: it is in use',
    unreachable: () => 'does not answer',
  } as const;
  return [
    ...workers.map(({ worker, result, bytes }) => `${worker} ${told[result](bytes)}`),
    ...(unarchived === null
      ? []
      : [`the archive had ${unarchived === 0 ? 'nothing of it' : `${unarchived} of its forms`}`]),
    maker === null ? 'it is not made again' : `${maker} makes it`,
  ].join('\n');
}
