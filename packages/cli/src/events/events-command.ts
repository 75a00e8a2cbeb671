import type { AdminClient, LoggedEvent } from '@understudy/client';
import { openAdminClient } from '../admin/admin-client.js';
import { defineCommand, none } from '../define-command.js';
import type { Terminal } from '../terminal.js';
import { eventLine } from './event-line.js';
import { followEvents } from './follow-events.js';

const usage = `usage: understudy events [-f] [-n <number>] [--json]

Shows the last events of workers, routers and the console, in the order of their times: what their logs have, in one place. Each process keeps
its last 1,000 (UNDERSTUDY_EVENTS_KEPT).

  -f, --follow      go on with what comes, until Ctrl-C
  -n, --last        how many to show first, from 0 to 1,000; 100 if left out
  --json            one JSON object a line

exit code: 0 done, 1 failed, 2 not understood`;

/** `understudy events …`. */
export const eventsCommand = defineCommand({
  usage,
  options: {
    follow: { type: 'boolean', short: 'f', default: false },
    last: { type: 'string', short: 'n', default: '100' },
    json: { type: 'boolean' },
  },
  understand(values, operands) {
    none(operands);
    const last = /^\d{1,4}$/.test(values.last) ? Number(values.last) : Number.NaN;
    if (!(last <= 1_000)) throw new Error(`--last must be from 0 to 1000, not ${values.last}`);
    return { follow: values.follow, last };
  },
  async run({ follow, last }, { env, terminal, tell }) {
    const admin = await openAdminClient(env);
    const shown = (event: LoggedEvent) => tell(event, eventLine);
    if (follow) await followEvents(admin, last, terminal, shown);
    else await lastEvents(admin, last, terminal, shown);
  },
});

async function lastEvents(
  admin: AdminClient,
  last: number,
  terminal: Terminal,
  shown: (event: LoggedEvent) => void,
): Promise<void> {
  const { away, events } = await admin.get('/admin/events', { query: { limit: last } });
  for (const source of away) terminal.warn(`${source} does not answer: its events are not among these`);
  for (const event of events) shown(event);
}
