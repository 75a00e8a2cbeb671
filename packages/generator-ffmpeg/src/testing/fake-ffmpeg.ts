import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A program in ffmpeg's place that a test can break: what is asked before a segment it passes on to the real one. */
export class FakeFfmpeg {
  readonly path: string;
  readonly #directory: string;

  private constructor(directory: string) {
    this.#directory = directory;
    this.path = join(directory, 'ffmpeg');
  }

  static async create(): Promise<FakeFfmpeg> {
    const fake = new FakeFfmpeg(await mkdtemp(join(tmpdir(), 'understudy-fake-')));
    await fake.behave('exec ffmpeg "$@"');
    return fake;
  }

  /** From now on each run is this shell script. */
  async behave(script: string): Promise<void> {
    const notePid = `echo $$ > '${this.#directory}/pid'`;
    await writeFile(this.path, `#!/bin/sh\n${notePid}\n${script}\n`, { mode: 0o755 });
  }

  async remove(): Promise<void> {
    await rm(this.path);
  }

  /** Whether the process of the last run, or what it became by `exec`, is still there. */
  async lives(): Promise<boolean> {
    const pid = Number(await readFile(join(this.#directory, 'pid'), 'utf8'));
    try {
      process.kill(pid, 0);
      return true;
    } catch {
      return false;
    }
  }

  async dispose(): Promise<void> {
    await rm(this.#directory, { recursive: true });
  }
}
