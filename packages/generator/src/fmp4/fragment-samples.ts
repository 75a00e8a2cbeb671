import { asBuffer, childBoxes } from './boxes.js';

/** Adds the samples of a `moof` box (ISO 14496-12 section 8.8) to `samples`, by track ID. */
export function countSamples(moof: Uint8Array, samples: Map<number, number>): void {
  const buffer = asBuffer(moof);
  for (const traf of childBoxes(buffer, 8, buffer.length, 'traf')) {
    const [tfhd] = childBoxes(buffer, traf.start, traf.end, 'tfhd');
    if (!tfhd) continue;
    const trackId = buffer.readUInt32BE(tfhd.start + 4);
    for (const trun of childBoxes(buffer, traf.start, traf.end, 'trun')) {
      samples.set(trackId, (samples.get(trackId) ?? 0) + buffer.readUInt32BE(trun.start + 4));
    }
  }
}
