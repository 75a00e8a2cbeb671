import { within } from '@understudy/archive';
import { isUnderstudyError } from '@understudy/errors';
import type { WorkerEvents } from '../events.js';
import type { ArchivedDescriptions } from './archived-descriptions.js';
import type { Circuit } from './circuit.js';
import { Remembered } from './remembered.js';

export interface DescriptionReaderOptions {
  readonly descriptions: Pick<ArchivedDescriptions, 'read'>;
  readonly events: Pick<WorkerEvents, 'archiveDescribed' | 'archiveUndescribed'>;
  /** Until the archive's answer. */
  readonly timeoutMs: number;
  readonly circuit: Circuit;
}

/** Of so many videos it is remembered that there is no description. */
const rememberedUndescribed = 10_000;
/** Another worker may be archiving it. */
const rememberNoneMs = 5_000;
/** A wrong one does not get better by itself. */
const distrustMs = 600_000;
/** What several wait for is not given up because one of them has left. */
const nobodyLeaves = new AbortController().signal;

/** Reads descriptions from the archive for players that wait: within a deadline, and never by an error. */
export class DescriptionReader {
  readonly #options: DescriptionReaderOptions;
  readonly #undescribed = new Remembered<true>(rememberedUndescribed);
  readonly #reading = new Map<bigint, Promise<string | undefined>>();

  constructor(options: DescriptionReaderOptions) {
    this.#options = options;
  }

  /**
   * The description of a video in canonical JSON; undefined where the archive has none, or is away. Whoever asks for one while it is
   * being read gets the same answer.
   */
  read(contentId: bigint): Promise<string | undefined> {
    const before = this.#reading.get(contentId);
    if (before !== undefined) return before;
    const reading = this.#read(contentId).finally(() => this.#reading.delete(contentId));
    this.#reading.set(contentId, reading);
    return reading;
  }

  async #read(contentId: bigint): Promise<string | undefined> {
    const { descriptions, timeoutMs, circuit, events } = this.#options;
    if (this.#undescribed.get(`${contentId}`) === true || !circuit.admit()) return undefined;
    try {
      const found = await within(timeoutMs, nobodyLeaves, (deadline) =>
        descriptions.read(contentId, deadline),
      );
      circuit.succeeded();
      if (found === undefined) this.#undescribed.set(`${contentId}`, true, rememberNoneMs);
      else events.archiveDescribed(contentId);
      return found;
    } catch (error) {
      events.archiveUndescribed(contentId, error);
      if (isUnderstudyError(error, 'digest_mismatch')) {
        circuit.succeeded();
        this.#undescribed.set(`${contentId}`, true, distrustMs);
      } else circuit.failed();
      return undefined;
    }
  }
}
