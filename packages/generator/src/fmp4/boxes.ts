/** Where the content of a box lies in a buffer. */
export interface BoxContent {
  readonly start: number;
  readonly end: number;
}

/** The contents of the boxes of one type (ISO 14496-12 section 4.2) between two offsets, none of them inside another. */
export function childBoxes(buffer: Buffer, from: number, to: number, type: string): BoxContent[] {
  const found: BoxContent[] = [];
  for (let at = from; at + 8 <= to; ) {
    const size = buffer.readUInt32BE(at);
    if (size < 8 || at + size > to) break;
    if (buffer.toString('latin1', at + 4, at + 8) === type) found.push({ start: at + 8, end: at + size });
    at += size;
  }
  return found;
}

/** The content of the first box at the end of a path of types; undefined where there is none. */
export function boxAt(buffer: Buffer, from: BoxContent, ...path: string[]): BoxContent | undefined {
  let content: BoxContent | undefined = from;
  for (const type of path) {
    if (content === undefined) return undefined;
    content = childBoxes(buffer, content.start, content.end, type)[0];
  }
  return content;
}

export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
