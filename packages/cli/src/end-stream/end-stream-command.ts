import type { AdminClient } from '@understudy/client';
import { openAdminClient } from '../admin/admin-client.js';
import { defineCommand, onlyOne } from '../define-command.js';

const usage = `usage: understudy end-stream <request ID> [--router <router>] [--json]

Has a router cut an open response; understudy streams shows which there are. Its player can tell that this was not the end, and may ask again:
whoever must not play a video at all needs it deleted.

--router <router>  the router that gives it; without, it is looked for among the first 1,000 open responses
--json             the console's answers as they are, one a line

The cluster is the one in UNDERSTUDY_DATA (.understudy), or the one whose console is at UNDERSTUDY_ADMIN_URL, with UNDERSTUDY_ADMIN_KEY.

exit code: 0 done, 1 failed or not open, 2 not understood`;

/** `understudy end-stream …`. */
export const endStreamCommand = defineCommand({
  usage,
  options: { router: { type: 'string' }, json: { type: 'boolean' } },
  understand: ({ router }, operands) => ({ requestId: onlyOne('request', operands), router }),
  async run({ requestId, router: named }, { env, tell }) {
    const admin = await openAdminClient(env);
    const routers = named === undefined ? await routersOf(admin, requestId) : [named];
    for (const router of routers) {
      const path = { router, requestId };
      const answer = await admin.post('/admin/streams/{router}/{requestId}/end', { path });
      tell(answer, () => `${router} has cut ${requestId}`);
    }
  },
});

/** Those that give responses of this request: a player may have given several of its requests one ID. */
async function routersOf(admin: AdminClient, requestId: string): Promise<string[]> {
  const { total, streams } = await admin.get('/admin/streams');
  const routers = new Set(streams.filter((each) => each.requestId === requestId).map(({ router }) => router));
  if (routers.size > 0) return [...routers];
  const among =
    total > streams.length ? `the first ${streams.length} of ${total} open ones` : 'the open ones';
  throw new Error(`no response of request ${requestId} is among ${among}; --router names the router to ask`);
}
