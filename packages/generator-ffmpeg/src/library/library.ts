import type { Description } from '@understudy/description';
import { isUnderstudyError, UnderstudyError } from '@understudy/errors';
import { collect } from '@understudy/generator';
import type { RunConfined } from '../run/run-confined.js';
import type { ClipFacts, ProbedClip } from './clip-facts.js';
import { findClipFile, type OpenClip, openClipFile } from './clip-file.js';
import type { ClipLimits } from './clip-limits.js';
import { clipRefused } from './clip-refused.js';
import type { FindClip } from './find-clip.js';
import { keyFrameArguments, keyFrameGapS } from './key-frame-gap.js';
import { clipFacts, hasNoIndex, type ProbeOutput, probeArguments } from './probe-clip.js';

/** Facts of so many clips are remembered; the oldest is forgotten first. */
const rememberedClips = 1000;
const probeOutputLimitBytes = 1_000_000;
const probeStallMs = 10_000;
/** The first descriptor that a run gets besides its standard ones. */
const firstDescriptor = 3;

/**
 * Throws `invalid_description` that names each clip the library does not have, or has as what is not used: a link that leads out of it, no
 * regular file, one of more than `limitBytes`. For whoever creates a description; a clip that has gone since is the generator's failure.
 */
export async function checkClips(
  description: Description,
  libraryDir: string,
  limitBytes: number,
): Promise<void> {
  const wrong = await Promise.all(
    description.scenes.map(async ({ source }, index) => {
      if (source.type !== 'clip') return [];
      const says = await whyNot(libraryDir, source.name, limitBytes);
      return says === undefined ? [] : [{ path: `/scenes/${index}/source/name`, message: says }];
    }),
  );
  const fieldErrors = wrong.flat();
  if (fieldErrors.length > 0) {
    throw new UnderstudyError('invalid_description', 'clips are missing', { fieldErrors });
  }
}

async function whyNot(dir: string, name: string, limitBytes: number): Promise<string | undefined> {
  try {
    const { stats } = await findClipFile(dir, name, Number.POSITIVE_INFINITY);
    return stats.size <= limitBytes
      ? undefined
      : `is a clip of ${stats.size} bytes, must have ${limitBytes} at most: ${name}`;
  } catch {
    return `is no clip of the library: ${name}`;
  }
}

/** The clips of one description, open for one run: what a run reads is what was looked at, whatever becomes of the names. */
export interface OpenClips {
  readonly findClip: FindClip;
  /** For the run, in this order. */
  readonly descriptors: readonly number[];
  close(): Promise<void>;
}

export interface LibraryOptions {
  readonly dir: string;
  readonly ffprobePath: string;
  readonly limits: ClipLimits;
  readonly runConfined: RunConfined;
}

/** Clips of one folder and what is known of them. A clip is taken for the same as long as its file, size and time are. */
export class Library {
  readonly #options: LibraryOptions;
  readonly #known = new Map<string, ProbedClip | UnderstudyError>();

  constructor(options: LibraryOptions) {
    this.#options = options;
  }

  /**
   * Opens every clip of the description and looks at it, so that graphs can be built without waiting.
   * @throws UnderstudyError `generator_failed` when one is missing, `clip_refused` when one is not used; `generator_unavailable`,
   *   `generator_stalled` when it cannot be looked at
   */
  async open(description: Description, signal: AbortSignal): Promise<OpenClips> {
    const found = new Map<string, ClipFacts>();
    const open: OpenClip[] = [];
    const close = async () => {
      await Promise.all(open.map(({ handle }) => handle.close()));
    };
    try {
      for (const { source } of description.scenes) {
        if (source.type !== 'clip' || found.has(source.name)) continue;
        const clip = await openClipFile(this.#options.dir, source.name, this.#options.limits.bytes);
        const path = `/proc/self/fd/${firstDescriptor + open.length}`;
        open.push(clip);
        found.set(source.name, { ...(await this.#facts(source.name, clip, signal)), path });
      }
    } catch (error) {
      await close();
      throw error;
    }
    return {
      findClip: (name) => found.get(name) as ClipFacts,
      descriptors: open.map(({ handle }) => handle.fd),
      close,
    };
  }

  async #facts(name: string, { handle, stats }: OpenClip, signal: AbortSignal): Promise<ProbedClip> {
    const key = [name, stats.dev, stats.ino, stats.size, stats.mtimeMs].join('/');
    const known = this.#known.get(key) ?? (await this.#probe(name, handle.fd, signal));
    if (!this.#known.has(key)) {
      if (this.#known.size >= rememberedClips) this.#known.delete(this.#known.keys().next().value as string);
      this.#known.set(key, known);
    }
    if (isUnderstudyError(known)) throw known;
    return known;
  }

  /** What is known of a clip: its facts, or that it is more than a clip may be. That it could not be read may pass, and is thrown. */
  async #probe(name: string, descriptor: number, signal: AbortSignal): Promise<ProbedClip | UnderstudyError> {
    const { ffprobePath, limits, runConfined } = this.#options;
    const probe = (what: readonly string[]) =>
      runConfined(
        {
          program: ffprobePath,
          arguments: [...what, `file:/proc/self/fd/${firstDescriptor}`],
          descriptors: [descriptor],
          stallMs: probeStallMs,
        },
        signal,
      );
    try {
      const output = await collect(probe(probeArguments(limits)), probeOutputLimitBytes);
      const shown = JSON.parse(new TextDecoder().decode(output)) as ProbeOutput;
      const facts = clipFacts(name, shown, limits);
      if (isUnderstudyError(facts) || !hasNoIndex(shown)) return facts;
      return clipFacts(name, shown, limits, await keyFrameGapS(probe(keyFrameArguments(limits))));
    } catch (error) {
      signal.throwIfAborted();
      if (isUnderstudyError(error) && error.code !== 'generator_failed') throw error;
      const says = (error as Error).message;
      // ffmpeg's name for the option that has ended its reading.
      if (says.includes('max_streams'))
        return clipRefused(
          name,
          'too_many_streams',
          `UNDERSTUDY_CLIP_STREAMS allows ${limits.streams}`,
          error,
        );
      throw clipRefused(name, 'unreadable', says, error);
    }
  }
}
