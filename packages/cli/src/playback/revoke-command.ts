import { openAdminClient } from '../admin/admin-client.js';
import { durationOf } from '../admin/duration.js';
import { defineCommand } from '../define-command.js';

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

/** `understudy revoke …`. */
export const revokeCommand = defineCommand({
  usage,
  allowPositionals: false,
  options: {
    token: { type: 'string' },
    viewer: { type: 'string' },
    before: { type: 'string' },
    for: { type: 'string' },
    undo: { type: 'boolean' },
    list: { type: 'boolean' },
    json: { type: 'boolean' },
  },
  understand(values) {
    const named = (['token', 'viewer', 'before'] as const).filter((kind) => values[kind] !== undefined);
    if (named.length !== (values.list === true ? 0 : 1))
      throw new Error('give one of --token, --viewer, --before and --list');
    const forS = durationOf('for', values.for, '30d');
    const [kind] = named;
    if (kind === undefined) return 'list';
    const text = values[kind] as string;
    const value = kind === 'before' ? secondsOf(text, Date.now()) : text;
    if (value === undefined)
      throw new Error(`--before takes now or a time as 2026-11-29T17:00:00Z, not ${text}`);
    return { what: { kind, value }, undo: values.undo === true, forS };
  },
  async run(asked, { env, tell }) {
    const admin = await openAdminClient(env);
    if (asked === 'list') {
      tell(await admin.get('/admin/revocations'), ({ revocations }) => {
        const lines = revocations.map(({ kind, value, until }) => `${kind} ${value}, until ${until}`);
        return lines.length === 0 ? 'nothing is revoked' : lines.join('\n');
      });
      return;
    }
    const { what, undo, forS } = asked;
    if (undo) {
      await admin.delete('/admin/revocations', { query: what });
      tell(what, ({ kind, value }) => `${kind} ${value} is not revoked any more`);
      return;
    }
    const body = { ...what, ...(forS !== undefined && { forS }) };
    tell(
      await admin.post('/admin/revocations', { body }),
      ({ kind, value, until, routers, obeying }) =>
        `${kind} ${value} is revoked until ${until}; ${obeying} of ${routers} routers obey already`,
    );
  },
});

/** Of `now` the next second: what was issued in this one counts as before. */
function secondsOf(text: string, nowMs: number): string | undefined {
  if (text === 'now') return String(Math.floor(nowMs / 1_000) + 1);
  if (/^\d{1,12}$/.test(text)) return text;
  // Without a zone it would be another time on another machine.
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text);
  const ms = isTime ? Date.parse(text) : Number.NaN;
  return Number.isNaN(ms) ? undefined : String(Math.ceil(ms / 1_000));
}
