import type { Streams } from '@understudy/client';
import { openAdminClient } from '../admin/admin-client.js';
import { defineCommand, none } from '../define-command.js';
import { textTable } from './text-table.js';

const usage = `usage: understudy streams [--json]

Shows the responses that are open on all routers, those that began first first, 1,000 at most: which video, from which worker, how far, how
often another worker went on with it, and how long it stood still for that. The request ID finds it in the logs.

The cluster is the one in UNDERSTUDY_DATA (.understudy), or the one whose console is at UNDERSTUDY_ADMIN_URL, with UNDERSTUDY_ADMIN_KEY.

exit code: 0 done, 1 failed, 2 not understood`;

/** `understudy streams …`. */
export const streamsCommand = defineCommand({
  usage,
  options: { json: { type: 'boolean' } },
  understand: (_, operands) => none(operands),
  async run(_, { env, tell }) {
    const admin = await openAdminClient(env);
    tell(await admin.get('/admin/streams'), textOf);
  },
});

function textOf({ total, unreachable, streams }: Streams): string {
  return [
    `${total} open${streams.length < total ? `, the first ${streams.length}` : ''}`,
    ...unreachable.map((router) => `router ${router} does not answer: what is open there is not listed`),
    ...(streams.length === 0 ? [] : [tableOf(streams)]),
  ].join('\n');
}

function tableOf(streams: Streams['streams']): string {
  return textTable([
    ['video', 'part', 'worker', 'bytes', 'open for s', 'moves', 'silence ms', 'router', 'request'],
    ...streams.map(({ video, part, worker, bytes, ageMs, moves, silenceMs, router, requestId }) => [
      ...[video ?? undefined, part, worker ?? undefined, bytes, Math.round(ageMs / 1_000), moves],
      ...[moves === 0 ? undefined : silenceMs, router, requestId],
    ]),
  ]);
}
