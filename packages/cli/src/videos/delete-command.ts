import { openAdminClient } from '../admin/admin-client.js';
import { defineCommand, onlyOne } from '../define-command.js';

const usage = `usage: understudy delete <ID> --yes

Deletes a video for good: every copy of it, that in the archive, and the description. Who plays it is cut off, and whoever asks for it is told
that it is gone (410). This cannot be undone: described again, the same video has another ID. Deleting it again is no error.
A content ID, as logs have it, is taken as well.

  --yes  it is meant so

exit code: 0 done, 1 failed, 2 not understood`;

/** `understudy delete …`. */
export const deleteCommand = defineCommand({
  usage,
  options: { yes: { type: 'boolean' } },
  understand({ yes }, operands) {
    const id = onlyOne('ID', operands);
    if (yes !== true) throw new Error(`say --yes to delete ${id} for good`);
    return id;
  },
  async run(id, { env, terminal }) {
    const admin = await openAdminClient(env);
    await admin.delete('/admin/videos/{id}', { path: { id } });
    terminal.print(`${id} is deleted`);
  },
});
