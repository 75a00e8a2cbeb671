import { parseArgs } from 'node:util';
import type { AdminClient, LoggedEvent } from '@understudy/client';
import { openAdminClient } from '../admin/admin-client.js';
import { messageOf } from '../messages.js';
import { refuse } from '../refuse.js';
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

interface Asked {
  readonly follow: boolean;
  readonly last: number;
  readonly json: boolean;
}

/** `understudy events …`. Gives the exit code. */
export async function eventsCommand(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  terminal: Terminal,
): Promise<number> {
  const asked = readArgs(args);
  if (typeof asked === 'string') return refuse(asked, usage, terminal);
  const shown = (event: LoggedEvent) => terminal.print(asked.json ? JSON.stringify(event) : eventLine(event));
  try {
    const admin = await openAdminClient(env);
    if (asked.follow) await followEvents(admin, asked.last, terminal, shown);
    else await lastEvents(admin, asked.last, terminal, shown);
    return 0;
  } catch (error) {
    terminal.warn(messageOf(error));
    return 1;
  }
}

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

function readArgs(args: readonly string[]): Asked | string {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        follow: { type: 'boolean', short: 'f', default: false },
        last: { type: 'string', short: 'n', default: '100' },
        json: { type: 'boolean', default: false },
      },
    });
    if (values.help === true) return 'help';
    if (positionals.length > 0) return `it takes no ${positionals[0]}`;
    const last = /^\d{1,4}$/.test(values.last) ? Number(values.last) : Number.NaN;
    if (!(last <= 1_000)) return `--last must be from 0 to 1000, not ${values.last}`;
    return { follow: values.follow, last, json: values.json };
  } catch (error) {
    return messageOf(error);
  }
}
