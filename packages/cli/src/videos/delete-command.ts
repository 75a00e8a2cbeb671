import { parseArgs } from 'node:util';
import { openAdminClient } from '../admin/admin-client.js';
import { messageOf } from '../messages.js';
import { refuse } from '../refuse.js';
import type { Terminal } from '../terminal.js';

const usage = `usage: understudy delete <ID> --yes

Deletes a video for good: every copy of it, that in the archive, and the description. Who plays it is cut off, and whoever asks for it is told
that it is gone (410). This cannot be undone: described again, the same video has another ID. Deleting it again is no error.
A content ID, as logs have it, is taken as well.

  --yes  it is meant so

exit code: 0 done, 1 failed, 2 not understood`;

/** `understudy delete …`. Gives the exit code. */
export async function deleteCommand(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  terminal: Terminal,
): Promise<number> {
  const asked = readArgs(args);
  if (typeof asked === 'string') return refuse(asked, usage, terminal);
  try {
    const admin = await openAdminClient(env);
    await admin.delete('/admin/videos/{id}', { path: { id: asked.id } });
    terminal.print(`${asked.id} is deleted`);
    return 0;
  } catch (error) {
    terminal.warn(messageOf(error));
    return 1;
  }
}

function readArgs(args: readonly string[]): { readonly id: string } | string {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { help: { type: 'boolean', short: 'h' }, yes: { type: 'boolean', default: false } },
    });
    if (values.help === true) return 'help';
    const [id] = positionals;
    if (id === undefined || positionals.length > 1) return 'name one ID';
    if (!values.yes) return `say --yes to delete ${id} for good`;
    return { id };
  } catch (error) {
    return messageOf(error);
  }
}
