import { parseArgs } from 'node:util';
import type { RevocationRequest } from '@understudy/client';
import { openAdminClient } from '../admin/admin-client.js';
import { parseDuration } from '../admin/duration.js';
import { messageOf } from '../messages.js';
import { refuse } from '../refuse.js';
import type { Terminal } from '../terminal.js';

const usage = `usage: understudy revoke --token <jti> | --viewer <name> | --before <time> [--for <time>] [--undo] [--json]
       understudy revoke --list [--json]

Has every router refuse playback tokens from within a second on, and cut what plays by them.

  --token <jti>    the one with this ID
  --viewer <name>  all that name this viewer
  --before <time>  all that were issued before: now, or a time as 2026-11-29T17:00:00Z
  --for 30d        forgotten after so long, which must be no shorter than such tokens are good for (s, m, h, d); 30d if left out
  --undo           takes it back; of a time in seconds as --list shows it
  --list           what is revoked
  --json           the console's answer as it is

The cluster is the one in UNDERSTUDY_DATA (.understudy), or the one whose console is at UNDERSTUDY_ADMIN_URL, with UNDERSTUDY_ADMIN_KEY.

exit code: 0 done, 1 failed, 2 not understood`;

/** `understudy revoke …`. Gives the exit code. */
export async function revokeCommand(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  terminal: Terminal,
): Promise<number> {
  const asked = readArgs(args, Date.now());
  if (typeof asked === 'string') return refuse(asked, usage, terminal);
  try {
    const admin = await openAdminClient(env);
    const { json, what, undo, forS } = asked;
    const tell = (answer: object, sentence: string) =>
      terminal.print(json ? JSON.stringify(answer) : sentence);
    if (what === undefined) {
      const answer = await admin.get('/admin/revocations');
      const lines = answer.revocations.map(({ kind, value, until }) => `${kind} ${value}, until ${until}`);
      tell(answer, lines.length === 0 ? 'nothing is revoked' : lines.join('\n'));
    } else if (undo) {
      await admin.delete('/admin/revocations', { query: what });
      tell(what, `${what.kind} ${what.value} is not revoked any more`);
    } else {
      const answer = await admin.post('/admin/revocations', {
        body: { ...what, ...(forS !== undefined && { forS }) },
      });
      const { kind, value, until, routers, obeying } = answer;
      tell(
        answer,
        `${kind} ${value} is revoked until ${until}; ${obeying} of ${routers} routers obey already`,
      );
    }
    return 0;
  } catch (error) {
    terminal.warn(messageOf(error));
    return 1;
  }
}

interface Asked {
  readonly json: boolean;
  readonly undo: boolean;
  readonly forS: number | undefined;
  /** Undefined where the list is asked for. */
  readonly what: Pick<RevocationRequest, 'kind' | 'value'> | undefined;
}

/** What is asked for; otherwise `help`, or what is wrong. */
function readArgs(args: readonly string[], nowMs: number): Asked | string {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean', short: 'h' },
        token: { type: 'string' },
        viewer: { type: 'string' },
        before: { type: 'string' },
        for: { type: 'string' },
        undo: { type: 'boolean', default: false },
        list: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    });
    if (values.help === true) return 'help';
    const { json, undo, list } = values;
    const named = (['token', 'viewer', 'before'] as const).filter((kind) => values[kind] !== undefined);
    if (named.length !== (list ? 0 : 1)) return 'give one of --token, --viewer, --before and --list';
    const forS = values.for === undefined ? undefined : parseDuration(values.for);
    if (values.for !== undefined && forS === undefined)
      return `--for takes a number and s, m, h or d, as in 30d, not ${values.for}`;
    const [kind] = named;
    if (kind === undefined) return { json, undo, forS, what: undefined };
    const text = values[kind] as string;
    const value = kind === 'before' ? secondsOf(text, nowMs) : text;
    if (value === undefined) return `--before takes now or a time as 2026-11-29T17:00:00Z, not ${text}`;
    return { json, undo, forS, what: { kind, value } };
  } catch (error) {
    return messageOf(error);
  }
}

/** Of `now` the next second: what was issued in this one counts as before. */
function secondsOf(text: string, nowMs: number): string | undefined {
  if (text === 'now') return String(Math.floor(nowMs / 1_000) + 1);
  if (/^\d{1,12}$/.test(text)) return text;
  // Without a zone it would be another time on another machine.
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text);
  const ms = isTime ? Date.parse(text) : Number.NaN;
  return Number.isNaN(ms) ? undefined : String(Math.ceil(ms / 1_000));
}
