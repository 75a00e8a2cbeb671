import { UnderstudyError } from '@understudy/errors';
import type { BoxContent } from './boxes.js';

/**
 * Where the fields lie in an `mvhd` or `mdhd` (ISO 14496-12 sections 8.2.2 and 8.4.2): version and flags, two times, timescale,
 * duration. In version 1 times and duration have 64 bits.
 */
function fieldsOf(buffer: Buffer, { start, end }: BoxContent) {
  const isLong = buffer[start] === 1;
  const fields = isLong
    ? { isLong, timescale: start + 20, duration: start + 24, end: start + 32 }
    : { isLong, timescale: start + 12, duration: start + 16, end: start + 20 };
  if (fields.end > end)
    throw new UnderstudyError('generator_failed', 'a header in the initialization segment is too short');
  return fields;
}

/**
 * Ticks per second.
 * @throws generator_failed where the box is too short to have it
 */
export function timescaleOf(buffer: Buffer, header: BoxContent): number {
  return buffer.readUInt32BE(fieldsOf(buffer, header).timescale);
}

/**
 * A duration as a field of 32 bits has it.
 * @throws generator_failed where it is too long for one
 */
export function in32Bits(ticks: number): number {
  const rounded = Math.round(ticks);
  if (rounded <= 0xffff_ffff) return rounded;
  throw new UnderstudyError('generator_failed', `the video is too long for a header: ${rounded} ticks`);
}

/** @throws generator_failed where the box is too short to have it, or the duration too long */
export function writeDuration(buffer: Buffer, header: BoxContent, seconds: number): void {
  const fields = fieldsOf(buffer, header);
  const ticks = seconds * timescaleOf(buffer, header);
  if (fields.isLong) buffer.writeBigUInt64BE(BigInt(Math.round(ticks)), fields.duration);
  else buffer.writeUInt32BE(in32Bits(ticks), fields.duration);
}
