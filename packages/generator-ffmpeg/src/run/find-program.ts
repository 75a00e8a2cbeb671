import { access, constants } from 'node:fs/promises';
import { delimiter, join, resolve, sep } from 'node:path';

/**
 * The absolute path of a program that is named or lies at a path, by the `PATH` of now: one that is put before it later is another program, with
 * another fingerprint. Undefined where there is none that may be run.
 */
export async function findProgram(program: string): Promise<string | undefined> {
  const candidates = program.includes(sep)
    ? [resolve(program)]
    : (process.env['PATH'] ?? '').split(delimiter).map((folder) => resolve(join(folder, program)));
  for (const candidate of candidates) {
    try {
      await access(candidate, constants.X_OK);
      return candidate;
    } catch {
      // Not there; in the next, perhaps.
    }
  }
  return undefined;
}
