import { parseArgs } from 'node:util';
import type { Videos } from '@understudy/client';
import { openAdminClient } from '../admin/admin-client.js';
import { messageOf } from '../messages.js';
import { refuse } from '../refuse.js';
import { textTable } from '../show/text-table.js';
import type { Terminal } from '../terminal.js';

const usage = `usage: understudy videos [<text>] [--after <ID>] [--limit <n>] [--json]

Shows what is described, the newest first: those of one generator in that order, and before them those of generators that were seen later.
With a text only those in whose title or ID it is. A search looks at a bounded number of descriptions; how to look further stands below it.

  --after <ID>  go on behind this video
  --limit <n>   how many at most, 1 to 1000 (100)
  --json        the console's answer as it is

exit code: 0 done, 1 failed, 2 not understood`;

/** A search may look at ten thousand descriptions. */
const listTimeoutMs = 30_000;

interface Asked {
  readonly find: string | undefined;
  readonly after: string | undefined;
  readonly limit: number;
  readonly json: boolean;
}

/** `understudy videos …`. Gives the exit code. */
export async function videosCommand(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  terminal: Terminal,
): Promise<number> {
  const asked = readArgs(args);
  if (typeof asked === 'string') return refuse(asked, usage, terminal);
  const { find, after, limit, json } = asked;
  try {
    const admin = await openAdminClient(env);
    const query = { limit, ...(find !== undefined && { find }), ...(after !== undefined && { after }) };
    const answer = await admin.get('/admin/videos', { query, timeoutMs: listTimeoutMs });
    terminal.print(json ? JSON.stringify(answer) : textOf(answer, find));
    return 0;
  } catch (error) {
    terminal.warn(messageOf(error));
    return 1;
  }
}

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

function readArgs(args: readonly string[]): Asked | string {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        after: { type: 'string' },
        limit: { type: 'string', default: '100' },
        json: { type: 'boolean', default: false },
      },
    });
    if (values.help === true) return 'help';
    if (positionals.length > 1) return 'give one text, in quotes where it has spaces';
    const limit = /^\d{1,4}$/.test(values.limit) ? Number(values.limit) : 0;
    if (limit < 1 || limit > 1_000) return '--limit must be from 1 to 1000';
    return { find: positionals[0], after: values.after, limit, json: values.json };
  } catch (error) {
    return messageOf(error);
  }
}
