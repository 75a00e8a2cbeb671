import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Archive } from '@understudy/archive';
import { UnderstudyError } from '@understudy/errors';
import { catalogBodyLimitBytes } from '@understudy/peer-protocol';

type DescriptionObjects = Pick<Archive, 'putById' | 'readById' | 'hasById' | 'removeById'>;

/** A body as large as the catalog takes, with every default written out. */
const maxBytes = 2 * catalogBodyLimitBytes;
/** A SHA-256 in hexadecimal, and a line feed. */
const sealLength = 65;

/**
 * Descriptions beside the archived copies, by content ID, for when the metadata store is away: from one follows which copy is the
 * video's, and how it is made. An object's name is a keyed digest, because content IDs do not leave the cluster; so is what stands
 * before the description in it, because nothing else says that it is this video's.
 */
export class ArchivedDescriptions {
  readonly #archive: DescriptionObjects;
  readonly #key: Uint8Array;

  constructor(archive: DescriptionObjects, placementKey: Uint8Array) {
    this.#archive = archive;
    this.#key = placementKey;
  }

  /** @throws UnderstudyError `archive_unavailable` */
  keep(contentId: bigint, canonical: string, signal: AbortSignal): Promise<void> {
    const text = `${this.#digest('description', contentId, canonical)}\n${canonical}`;
    return this.#archive.putById(this.#nameOf(contentId), text, signal);
  }

  /** @throws UnderstudyError `archive_unavailable` */
  has(contentId: bigint, signal: AbortSignal): Promise<boolean> {
    return this.#archive.hasById(this.#nameOf(contentId), signal);
  }

  /**
   * The description in canonical JSON; undefined where none was kept.
   * @throws UnderstudyError `archive_unavailable`; `digest_mismatch` where it is not what this cluster kept for this video
   */
  async read(contentId: bigint, signal: AbortSignal): Promise<string | undefined> {
    const name = this.#nameOf(contentId);
    const text = await this.#archive.readById(name, maxBytes, signal);
    if (text === undefined) return undefined;
    const canonical = text.slice(sealLength);
    const expected = Buffer.from(`${this.#digest('description', contentId, canonical)}\n`);
    const seal = Buffer.from(text.slice(0, sealLength));
    if (seal.length === expected.length && timingSafeEqual(seal, expected)) return canonical;
    throw new UnderstudyError('digest_mismatch', `by-id/${name} is not what was kept`);
  }

  /** @throws UnderstudyError `archive_unavailable` */
  remove(contentId: bigint, signal: AbortSignal): Promise<void> {
    return this.#archive.removeById(this.#nameOf(contentId), signal);
  }

  #nameOf(contentId: bigint): string {
    return this.#digest('name', contentId, '');
  }

  #digest(use: string, contentId: bigint, text: string): string {
    return createHmac('sha256', this.#key).update(`archive ${use} ${contentId}\n${text}`).digest('hex');
  }
}
