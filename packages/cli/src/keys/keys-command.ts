import type { AdminClient, Keys, MadeKey } from '@understudy/client';
import { openAdminClient } from '../admin/admin-client.js';
import { messageOf } from '../messages.js';
import { refuse } from '../refuse.js';
import { textTable } from '../show/text-table.js';
import type { Terminal } from '../terminal.js';
import { type Asked, readArgs } from './keys-arguments.js';

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

/** `understudy keys …`. Gives the exit code. */
export async function keysCommand(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  terminal: Terminal,
): Promise<number> {
  const asked = readArgs(args);
  if (typeof asked === 'string') return refuse(asked, usage, terminal);
  try {
    await run(await openAdminClient(env), asked, terminal);
    return 0;
  } catch (error) {
    terminal.warn(messageOf(error));
    return 1;
  }
}

async function run(admin: AdminClient, asked: Asked, terminal: Terminal): Promise<void> {
  switch (asked.verb) {
    case 'list': {
      const answer = await admin.get('/admin/keys');
      return terminal.print(asked.json ? JSON.stringify(answer) : tableOf(answer, asked.all));
    }
    case 'create': {
      const { name, scopes, expiresInS } = asked;
      // Which scopes there are is the console's to know.
      const body = {
        name,
        scopes: scopes as MadeKey['scopes'],
        ...(expiresInS !== undefined && { expiresInS }),
      };
      return show(await admin.post('/admin/keys', { body }), asked.json, terminal);
    }
    case 'rotate': {
      const { overlapS } = asked;
      const made = await admin.post('/admin/keys/{id}/rotate', {
        path: { id: asked.id },
        body: overlapS === undefined ? {} : { overlapS },
      });
      return show(made, asked.json, terminal);
    }
    case 'revoke': {
      const { id } = asked;
      await admin.delete('/admin/keys/{id}', { path: { id } });
      return terminal.print(asked.json ? JSON.stringify({ id, state: 'revoked' }) : `${id} is revoked`);
    }
  }
}

/** The key alone goes to the output, so that a script can put it where it belongs; what people want to know of it beside it. */
function show(made: MadeKey, json: boolean, terminal: Terminal): void {
  if (json) {
    terminal.print(JSON.stringify(made));
    return;
  }
  const { id, name, scopes, expiresAtMs, overlapUntilMs, key } = made;
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
  terminal.print(key);
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
