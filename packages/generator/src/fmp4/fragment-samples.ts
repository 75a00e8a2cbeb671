/** Adds the samples of a `moof` box (ISO 14496-12 section 8.8) to `samples`, by track ID. */
export function countSamples(moof: Uint8Array, samples: Map<number, number>): void {
  const buffer = Buffer.from(moof.buffer, moof.byteOffset, moof.byteLength);
  for (const traf of children(buffer, 8, buffer.length, 'traf')) {
    const [tfhd] = children(buffer, traf.start, traf.end, 'tfhd');
    if (!tfhd) continue;
    const trackId = buffer.readUInt32BE(tfhd.start + 4);
    for (const trun of children(buffer, traf.start, traf.end, 'trun')) {
      samples.set(trackId, (samples.get(trackId) ?? 0) + buffer.readUInt32BE(trun.start + 4));
    }
  }
}

/** The contents of the boxes of one type between two offsets. */
function children(buffer: Buffer, from: number, to: number, type: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  for (let at = from; at + 8 <= to; ) {
    const size = buffer.readUInt32BE(at);
    if (size < 8 || at + size > to) break;
    if (buffer.toString('latin1', at + 4, at + 8) === type) found.push({ start: at + 8, end: at + size });
    at += size;
  }
  return found;
}
