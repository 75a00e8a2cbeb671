/** Slots of a Redis Cluster. */
export const slotCount = 16_384;

/** The slot of a key by the cluster's specification: CRC16 (XMODEM) of what stands in its first braces, if anything does. */
export function keySlot(key: string): number {
  const start = key.indexOf('{');
  const end = start < 0 ? -1 : key.indexOf('}', start + 1);
  const hashed = end > start + 1 ? key.slice(start + 1, end) : key;
  let crc = 0;
  for (const byte of Buffer.from(hashed)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 0x8000) !== 0 ? (crc << 1) ^ 0x1021 : crc << 1;
  }
  return crc & (slotCount - 1);
}
