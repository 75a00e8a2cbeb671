import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UnderstudyError } from '@understudy/errors';
import { collect } from '../run/collect.js';
import { runProgram } from '../run/run-program.js';
import type { FoundProgramFile } from './program-file.js';

const outputLimitBytes = 1_000_000;

/**
 * SHA-256 over all that makes the bytes: what the operator's file says of it, the files that it names, what its tools say of themselves, and
 * the processor's architecture.
 * @throws UnderstudyError `invalid_configuration` for a file that is not there; `generator_unavailable`, `generator_failed`
 */
export async function programFingerprint(
  file: FoundProgramFile,
  stallMs: number,
  signal: AbortSignal,
): Promise<string> {
  const { name, version, resumable, command, environment = [], directory, files, toolchain = [] } = file;
  const { codecs, peakKbitPerS, poster } = file;
  const hash = createHash('sha256');
  const add = (part: Uint8Array | string) => hash.update(`${Buffer.byteLength(part)}:`).update(part);
  add(JSON.stringify([name, version, resumable, command, environment, process.arch]));
  // Playlists say the first two, and have a strong ETag.
  add(JSON.stringify([codecs, peakKbitPerS, poster]));
  for (const path of files) {
    const bytes = await readFile(resolve(directory, path)).catch((cause: unknown) => {
      throw new UnderstudyError(
        'invalid_configuration',
        `generator ${name}: its file ${path} cannot be read`,
        { cause },
      );
    });
    add(path);
    add(bytes);
  }
  for (const [program = '', ...args] of toolchain)
    add(
      await collect(
        runProgram({ program, arguments: args, stallMs, workingDir: directory }, signal),
        outputLimitBytes,
      ),
    );
  return hash.digest('hex');
}
