import { parseArgs } from 'node:util';
import type { AdminClient } from '@understudy/client';
import { openAdminClient } from '../admin/admin-client.js';
import { messageOf } from '../messages.js';
import { refuse } from '../refuse.js';
import type { Terminal } from '../terminal.js';

const usage = `usage: understudy end-stream <request ID> [--router <router>] [--json]

Has a router cut an open response; understudy streams shows which there are. Its player can tell that this was not the end, and may ask again:
whoever must not play a video at all needs it deleted.

--router <router>  the router that gives it; without, it is looked for among the first 1,000 open responses
--json             the console's answers as they are, one a line

The cluster is the one in UNDERSTUDY_DATA (.understudy), or the one whose console is at UNDERSTUDY_ADMIN_URL, with UNDERSTUDY_ADMIN_KEY.

exit code: 0 done, 1 failed or not open, 2 not understood`;

/** `understudy end-stream …`. Gives the exit code. */
export async function endStreamCommand(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  terminal: Terminal,
): Promise<number> {
  const asked = readArgs(args);
  if (typeof asked === 'string') return refuse(asked, usage, terminal);
  const { requestId, json } = asked;
  try {
    const admin = await openAdminClient(env);
    const routers = asked.router === undefined ? await routersOf(admin, requestId) : [asked.router];
    for (const router of routers) {
      const answer = await admin.post('/admin/streams/{router}/{requestId}/end', {
        path: { router, requestId },
      });
      terminal.print(json ? JSON.stringify(answer) : `${router} has cut ${requestId}`);
    }
    return 0;
  } catch (error) {
    terminal.warn(messageOf(error));
    return 1;
  }
}

/** Those that give responses of this request: a player may have given several of its requests one ID. */
async function routersOf(admin: AdminClient, requestId: string): Promise<string[]> {
  const { total, streams } = await admin.get('/admin/streams');
  const routers = new Set(streams.filter((each) => each.requestId === requestId).map(({ router }) => router));
  if (routers.size > 0) return [...routers];
  const among =
    total > streams.length ? `the first ${streams.length} of ${total} open ones` : 'the open ones';
  throw new Error(`no response of request ${requestId} is among ${among}; --router names the router to ask`);
}

function readArgs(
  args: readonly string[],
): { readonly requestId: string; readonly router: string | undefined; readonly json: boolean } | string {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        router: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    if (values.help === true) return 'help';
    const [requestId] = positionals;
    if (requestId === undefined || positionals.length > 1) return 'name one request';
    return { requestId, router: values.router, json: values.json };
  } catch (error) {
    return messageOf(error);
  }
}
