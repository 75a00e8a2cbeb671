import type { Keys, MadeKey } from '@understudy/client';
import { openAdminClient } from '../admin/admin-client.js';
import { type Context, defineCommand } from '../define-command.js';
import { textTable } from '../show/text-table.js';
import { options, understand } from './keys-arguments.js';

const usage = `usage: understudy keys list [--all]
       understudy keys create <name> --scopes <scope,…> [--expires <time>]
       understudy keys rotate <ID> [--overlap <time>]
       understudy keys revoke <ID>

Tells, makes and ends the keys that applications and operators have. All take --json: the console's answer as it is.

  list     those that are good; with --all also those that have expired or were revoked
  create   prints a key, once: nothing but its digest is kept
  rotate   prints another secret of it, once; the one before stays good for the overlap
  revoke   for good, everywhere within a second

--scopes create,read    of create, read, delete, admin and admin:read
--expires 90d           after this time it is good for nothing (s, m, h, d); left out: never
--overlap 1h            0s for one that somebody has stolen; left out: 1d

The keys of the configuration (UNDERSTUDY_API_KEYS, UNDERSTUDY_ADMIN_KEY) are not among them: they are good for as long as they stand there.
The cluster is the one in UNDERSTUDY_DATA (.understudy), or the one whose console is at UNDERSTUDY_ADMIN_URL, with UNDERSTUDY_ADMIN_KEY.

exit code: 0 done, 1 failed, 2 not understood`;

/** `understudy keys …`. */
export const keysCommand = defineCommand({
  usage,
  options,
  understand,
  async run(asked, context) {
    const admin = await openAdminClient(context.env);
    switch (asked.verb) {
      case 'list':
        return context.tell(await admin.get('/admin/keys'), (keys) => tableOf(keys, asked.all));
      case 'create': {
        const { name, scopes, expiresInS } = asked;
        // Which scopes there are is the console's to know.
        const body = {
          name,
          scopes: scopes as MadeKey['scopes'],
          ...(expiresInS !== undefined && { expiresInS }),
        };
        return show(await admin.post('/admin/keys', { body }), context);
      }
      case 'rotate': {
        const { id, overlapS } = asked;
        const body = overlapS === undefined ? {} : { overlapS };
        return show(await admin.post('/admin/keys/{id}/rotate', { path: { id }, body }), context);
      }
      case 'revoke': {
        const { id } = asked;
        await admin.delete('/admin/keys/{id}', { path: { id } });
        return context.tell({ id, state: 'revoked' }, () => `${id} is revoked`);
      }
    }
  },
});

/** The key alone goes to the output, so that a script can put it where it belongs; what people want to know of it beside it. */
function show(made: MadeKey, { json, tell, terminal }: Context): void {
  const { id, name, scopes, expiresAtMs, overlapUntilMs } = made;
  if (!json)
    terminal.warn(
      [
        `key ${id} (${name}) may ${scopes.join(', ')}`,
        ...(expiresAtMs === undefined ? [] : [`until ${timeText(expiresAtMs)}`]),
        ...(overlapUntilMs === undefined
          ? []
          : [`its secret from before is good until ${timeText(overlapUntilMs)}`]),
        'it is shown this once:',
      ].join('; '),
    );
  tell(made, ({ key }) => key);
}

function tableOf({ keys }: Keys, all: boolean): string {
  const shown = all ? keys : keys.filter(({ state }) => state === 'good');
  if (shown.length === 0) return 'there are none; those of the configuration are not told';
  return textTable([
    ['ID', 'name', 'may', 'state', 'created', 'expires', 'last used'],
    ...shown.map(({ id, name, scopes, state, createdAtMs, expiresAtMs, lastUsedMs }) => [
      ...[id, name, scopes.join(','), state, timeText(createdAtMs)],
      expiresAtMs === undefined ? 'never' : timeText(expiresAtMs),
      lastUsedMs === undefined ? undefined : timeText(lastUsedMs),
    ]),
  ]);
}

function timeText(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+/, '');
}
