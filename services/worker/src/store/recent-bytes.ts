/** Enough for readers that keep up; who is further behind reads from disk. */
export const mostRecentBytes = 512 * 1024;

/**
 * The last bytes that were appended to a piece, in memory: a thousand players at the end of a growing video would otherwise each
 * open and read the file for every few kilobytes.
 */
export class RecentBytes {
  readonly #chunks: { readonly offset: number; readonly bytes: Uint8Array }[] = [];
  #length = 0;

  /** Adds the bytes that begin at `offset`, which is where the last ones ended. They must not change any more. */
  push(offset: number, bytes: Uint8Array): void {
    this.#chunks.push({ offset, bytes });
    this.#length += bytes.length;
    while (this.#length > mostRecentBytes && this.#chunks.length > 1) {
      this.#length -= this.#chunks.shift()?.bytes.length ?? 0;
    }
  }

  /** All bytes of a piece that has `length`; undefined where the first of them are forgotten. */
  whole(length: number): Uint8Array | undefined {
    if (this.#chunks[0]?.offset !== 0 || this.#length !== length) return undefined;
    // Of its own, not a part of node's pool: it may stay for long.
    const whole = Buffer.allocUnsafeSlow(length);
    for (const { offset, bytes } of this.#chunks) whole.set(bytes, offset);
    return whole;
  }

  /** Some bytes from `offset` on; undefined where they are not the last ones. */
  from(offset: number): Uint8Array | undefined {
    for (let index = this.#chunks.length - 1; index >= 0; index -= 1) {
      const chunk = this.#chunks[index] as { offset: number; bytes: Uint8Array };
      if (offset < chunk.offset) continue;
      const bytes = chunk.bytes.subarray(offset - chunk.offset);
      return bytes.length > 0 ? bytes : undefined;
    }
    return undefined;
  }
}
