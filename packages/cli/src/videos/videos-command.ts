import type { Videos } from '@understudy/client';
import { openAdminClient } from '../admin/admin-client.js';
import { defineCommand } from '../define-command.js';
import { textTable } from '../show/text-table.js';

const usage = `usage: understudy videos [<text>] [--after <ID>] [--limit <n>] [--json]

Shows what is described, the newest first: those of one generator in that order, and before them those of generators that were seen later.
With a text only those in whose title or ID it is. A search looks at a bounded number of descriptions; how to look further stands below it.

  --after <ID>  go on behind this video
  --limit <n>   how many at most, 1 to 1000 (100)
  --json        the console's answer as it is

exit code: 0 done, 1 failed, 2 not understood`;

/** A search may look at ten thousand descriptions. */
const listTimeoutMs = 30_000;

/** `understudy videos …`. */
export const videosCommand = defineCommand({
  usage,
  options: {
    after: { type: 'string' },
    limit: { type: 'string', default: '100' },
    json: { type: 'boolean' },
  },
  understand(values, operands) {
    if (operands.length > 1) throw new Error('give one text, in quotes where it has spaces');
    const limit = /^\d{1,4}$/.test(values.limit) ? Number(values.limit) : 0;
    if (limit < 1 || limit > 1_000) throw new Error('--limit must be from 1 to 1000');
    return { find: operands[0], after: values.after, limit };
  },
  async run({ find, after, limit }, { env, tell }) {
    const admin = await openAdminClient(env);
    const query = { limit, ...(find !== undefined && { find }), ...(after !== undefined && { after }) };
    const answer = await admin.get('/admin/videos', { query, timeoutMs: listTimeoutMs });
    tell(answer, (videos) => textOf(videos, find));
  },
});

function textOf({ videos, looked, next, silent }: Videos, find: string | undefined): string {
  const command = find === undefined ? 'understudy videos' : `understudy videos ${quoted(find)}`;
  return [
    ...(videos.length === 0
      ? [find === undefined ? 'nothing is described' : `nothing found among ${looked} descriptions`]
      : [tableOf(videos)]),
    ...silent.map((worker) => `worker ${worker} does not say what it has`),
    ...(next === null ? [] : [`there are more: ${command} --after ${next}`]),
  ].join('\n');
}

/** As a shell takes it for one word. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function tableOf(videos: Videos['videos']): string {
  return textTable([
    ['video', 'state', 'sealed', 'of', 'generator', 'title'],
    ...videos.map(({ id, state, sealedSegments, totalSegments, generator, title }) => [
      ...[id, state, sealedSegments, totalSegments ?? undefined],
      ...[generator?.replace(/(#[0-9a-f]{8})[0-9a-f]+$/, '$1'), title ?? undefined],
    ]),
  ]);
}
