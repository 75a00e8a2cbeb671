import { readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { Description } from '@understudy/description';
import { UnderstudyError } from '@understudy/errors';

import { collect, runProgram } from '@understudy/generator';
import type { ClipFacts } from './clip-facts.js';
import type { FindClip } from './find-clip.js';
import { keyFrameArguments, keyFrameGapS } from './key-frame-gap.js';
import { clipFacts, hasNoIndex, probeArguments } from './probe-clip.js';

/** Facts of so many clips are remembered; the oldest is forgotten first. */
const rememberedClips = 1000;
const probeOutputLimitBytes = 1_000_000;
const probeStallMs = 10_000;

/** What a clip may be called; the description's schema has the same rule. */
const clipName = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,99}$/;

/** The names of the clips in the library folder, sorted. A folder that does not exist has none. */
export async function listLibrary(libraryDir: string): Promise<readonly string[]> {
  const entries = await readdir(libraryDir, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return entries
    .filter((entry) => entry.isFile() && clipName.test(entry.name))
    .map((entry) => entry.name)
    .sort();
}

/** Whether the library has a clip of this name. */
export async function clipExists(libraryDir: string, name: string): Promise<boolean> {
  return (await clipStat(libraryDir, name)) !== undefined;
}

/**
 * Throws `invalid_description` that names each clip the library does not have. For whoever creates a description; a clip that
 * has gone since is the generator's failure.
 */
export async function checkClips(description: Description, libraryDir: string): Promise<void> {
  const missing = await Promise.all(
    description.scenes.map(async ({ source }, index) => {
      if (source.type !== 'clip' || (await clipExists(libraryDir, source.name))) return [];
      const message = `is no clip of the library: ${source.name}`;
      return [{ path: `/scenes/${index}/source/name`, message }];
    }),
  );
  const fieldErrors = missing.flat();
  if (fieldErrors.length > 0) {
    throw new UnderstudyError('invalid_description', 'clips are missing', { fieldErrors });
  }
}

/** Clips of one folder and what is known of them. A clip is taken for the same as long as its size and time are. */
export class Library {
  readonly #dir: string;
  readonly #ffprobePath: string;
  readonly #known = new Map<string, ClipFacts>();

  constructor(dir: string, ffprobePath: string) {
    this.#dir = dir;
    this.#ffprobePath = ffprobePath;
  }

  /**
   * Looks at every clip of the description, so that graphs can be built without waiting.
   * @throws generator_failed when one is missing or cannot be read.
   */
  async clipsOf(description: Description, signal: AbortSignal): Promise<FindClip> {
    const found = new Map<string, ClipFacts>();
    for (const { source } of description.scenes) {
      if (source.type === 'clip' && !found.has(source.name)) {
        found.set(source.name, await this.#facts(source.name, signal));
      }
    }
    return (name) => found.get(name) as ClipFacts;
  }

  async #facts(name: string, signal: AbortSignal): Promise<ClipFacts> {
    const stats = await clipStat(this.#dir, name);
    if (!stats) throw new UnderstudyError('generator_failed', `the library has no clip ${name}`);
    const key = `${name}/${stats.size}/${stats.mtimeMs}`;
    const known = this.#known.get(key);
    if (known) return known;
    const path = join(this.#dir, name);
    const probe = (what: readonly string[]) =>
      runProgram(
        { program: this.#ffprobePath, arguments: [...what, `file:${path}`], stallMs: probeStallMs },
        signal,
      );
    const output = await collect(probe(probeArguments), probeOutputLimitBytes);
    const shown = JSON.parse(new TextDecoder().decode(output));
    const gapS = hasNoIndex(shown) ? await keyFrameGapS(probe(keyFrameArguments)) : undefined;
    const facts = clipFacts(path, shown, gapS);
    if (this.#known.size >= rememberedClips) this.#known.delete(this.#known.keys().next().value as string);
    this.#known.set(key, facts);
    return facts;
  }
}

/** The name is one of a file in the folder; a link may lead about in it, but not out of it. */
async function clipStat(dir: string, name: string) {
  if (!clipName.test(name)) return undefined;
  try {
    const [folder, file] = await Promise.all([realpath(dir), realpath(join(dir, name))]);
    const stats = await stat(file);
    return file.startsWith(folder + sep) && stats.isFile() ? stats : undefined;
  } catch {
    return undefined;
  }
}
