import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { RollingChecksum } from './rolling-checksum.js';
import { noise } from './testing.js';

test.each([1, 2, 700, 1_001])(
  'a window of %i bytes has the value that it has when computed anew',
  (length) => {
    const checksum = new RollingChecksum(length);
    const bytes = noise(1, length + 3_000);
    let value = checksum.of(bytes, 0);
    for (let at = 0; at < 3_000; at += 1) {
      value =
        (value >>> 8) ^
        (checksum.incoming[(value ^ (bytes[at + length] as number)) & 255] as number) ^
        (checksum.outgoing[bytes[at] as number] as number);
      const window = bytes.subarray(at + 1, at + 1 + length);
      expect(value).toBe(checksum.of(bytes, at + 1));
      expect(value).toBe(checksum.fromCrc(crc32(window)));
    }
  },
);
