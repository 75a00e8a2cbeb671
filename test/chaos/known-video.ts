const whole = 'video.mp4';

/** A video that the catalog acknowledged, and what was seen of it. */
export class KnownVideo {
  readonly title: string;
  readonly id: string;
  /** What it is played by, where playback is signed. */
  readonly token: string | undefined;
  /** When its whole was seen first, and last, its deletion was asked for, and had reached everybody, in ms of the timeline. */
  completeAtMs: number | undefined;
  wholeAtMs: number | undefined;
  deletingAtMs: number | undefined;
  deletedAtMs: number | undefined;
  /** Of each resource, the most that was seen of it; of a segment only until the whole was seen. */
  readonly #seen = new Map<string, { readonly bytes: Buffer; readonly isWhole: boolean }>();
  readonly #etags = new Map<string, string>();

  constructor(title: string, id: string, token: string | undefined) {
    this.title = title;
    this.id = id;
    this.token = token;
  }

  /** Of the whole; undefined until it was seen. */
  get length(): number | undefined {
    const seen = this.#seen.get(whole);
    return seen?.isWhole === true ? seen.bytes.length : undefined;
  }

  /** As players see it; undefined before the first answer. */
  get etag(): string | undefined {
    return this.#etags.get(whole);
  }

  /** Notes the ETag of a resource, and tells whether it is the one that it always had. */
  noteEtag(resource: string, etag: string): boolean {
    const before = this.#etags.get(resource) ?? etag;
    this.#etags.set(resource, before);
    return before === etag;
  }

  /** Notes bytes of a resource from its beginning on, all of it or a part, and tells whether they fit what was seen before. */
  note(resource: string, bytes: Buffer, isWhole: boolean): boolean {
    const mp4 = this.#seen.get(whole);
    // The progressive MP4 is its initialization segment and its media segments, one behind the other.
    if (mp4?.isWhole === true && isSegment(resource)) return mp4.bytes.includes(bytes);
    const before = this.#seen.get(resource);
    if (before !== undefined && !fits(before, { bytes, isWhole })) return false;
    if (before === undefined || isWhole || bytes.length > before.bytes.length)
      this.#seen.set(resource, { bytes, isWhole: isWhole || before?.isWhole === true });
    return resource !== whole || !isWhole || this.#segmentsAreIn(bytes);
  }

  /** Whether bytes are those of the whole from `first` on; true while that is not known. */
  has(bytes: Buffer, first: number): boolean {
    const seen = this.#seen.get(whole);
    const known = seen?.bytes.subarray(first, first + bytes.length);
    return known === undefined || known.equals(bytes.subarray(0, known.length));
  }

  /** Then it is enough to know the whole. */
  #segmentsAreIn(mp4: Buffer): boolean {
    let areIn = true;
    for (const [resource, { bytes }] of this.#seen) {
      if (!isSegment(resource)) continue;
      areIn &&= mp4.includes(bytes);
      this.#seen.delete(resource);
    }
    return areIn;
  }
}

function isSegment(resource: string): boolean {
  return resource === 'init.mp4' || resource.endsWith('.m4s');
}

interface Part {
  readonly bytes: Buffer;
  readonly isWhole: boolean;
}

function fits(before: Part, now: Part): boolean {
  const length = Math.min(before.bytes.length, now.bytes.length);
  if (before.isWhole && now.bytes.length > length) return false;
  if (now.isWhole && before.bytes.length > length) return false;
  return before.bytes.subarray(0, length).equals(now.bytes.subarray(0, length));
}
