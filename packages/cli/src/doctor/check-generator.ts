import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { delimiter, join, resolve } from 'node:path';
import { isUnderstudyError } from '@understudy/errors';
import { openProgramGenerator, readProgramFile } from '@understudy/generator';
import { messageOf } from '../messages.js';
import { type Finding, fail, ok } from './finding.js';

/** What tells of a tool says it at once. */
const toolStallMs = 10_000;

/**
 * Whether the program of an operator's file can make videos here: the file says what it may, its programs are there and can be executed, and
 * what its fingerprint is made of can be read and run.
 * @param searchPath the folders in which programs without a path are looked for, as in `PATH`
 * @returns the finding, and the fingerprint that a worker here would have
 */
export async function checkGeneratorFile(
  file: string,
  searchPath: string,
): Promise<{ readonly finding: Finding; readonly generator: string | undefined }> {
  const check = 'generator';
  try {
    const { command, poster = [], toolchain = [], environment = [], directory } = await readProgramFile(file);
    // Its runs have what the file gives them, its tools have not.
    const given = environment.findLast((each) => each.startsWith('PATH='))?.slice('PATH='.length);
    const runs = [command, poster].map(([program]) => ({ program, path: given ?? searchPath }));
    const tools = toolchain.map(([program]) => ({ program, path: searchPath }));
    for (const { program, path } of [...runs, ...tools]) {
      const why = program === undefined ? undefined : await whyNotRun(program, directory, path);
      if (why !== undefined) return { finding: fail(check, `${file} names ${why}`), generator: undefined };
    }
    const { name, version, fingerprint } = await openProgramGenerator({ file, stallMs: toolStallMs });
    const generator = `${name}@${version}#${fingerprint}`;
    return { finding: ok(check, `${generator.slice(0, 40)}… of ${file}`), generator };
  } catch (error) {
    const isFile = isUnderstudyError(error, 'invalid_configuration');
    const says = `${messageOf(error)}: ${isFile ? 'mend it, or' : 'look at its toolchain, or'} set UNDERSTUDY_GENERATOR to another`;
    return { finding: fail(check, says), generator: undefined };
  }
}

/** Undefined where a program can be executed: one with a path from `directory`, any other in the folders of `searchPath`, as a run finds it. */
async function whyNotRun(
  program: string,
  directory: string,
  searchPath: string,
): Promise<string | undefined> {
  const places = program.includes('/')
    ? [resolve(directory, program)]
    : searchPath.split(delimiter).map((folder) => join(resolve(directory, folder), program));
  let found: string | undefined;
  for (const place of places) {
    const isFile = await stat(place).then(
      (entry) => entry.isFile(),
      () => false,
    );
    if (!isFile) continue;
    found ??= place;
    const runs = await access(place, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (runs) return undefined;
  }
  return found === undefined
    ? `the program ${program}, which is not ${program.includes('/') ? `at ${places[0]}` : 'in PATH'}: install it, or write where it is`
    : `the program ${program}, which is not executable: chmod +x ${found}`;
}
