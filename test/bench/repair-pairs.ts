import { createCipheriv } from 'node:crypto';
import { seededRandom } from '../cluster/random.js';

/** The source of all pairs, and of one pair what the receiver has. */
const sourceBytes = 100_000_000;
/** What is changed in one place of the pair of changed blocks, and the blocks that it lies in: rsync's at this length. */
const changedBytes = 16;
const blockBytes = 10_000;

/** Bytes that cannot be compressed, the same for a seed. */
function noise(seed: number, length: number): Buffer {
  return createCipheriv('aes-128-ctr', Buffer.alloc(16, seed), Buffer.alloc(16)).update(Buffer.alloc(length));
}

export function makeSource(): Buffer {
  return noise(1, sourceBytes);
}

/** What the receiver has, made from `source`. */
export const bases: readonly (readonly [string, (source: Buffer) => Buffer])[] = [
  ['identical', (source) => source],
  ['1 byte flipped', flipOne],
  ['1 MB inserted at the front', (source) => source.subarray(1_000_000)],
  ['truncated to 60 %', (source) => source.subarray(0, 60_000_000)],
  ['30 % of blocks changed', changeBlocks],
  ['unrelated', () => noise(2, sourceBytes)],
];

function flipOne(source: Buffer): Buffer {
  const base = Buffer.from(source);
  base[50_000_123] = (base[50_000_123] as number) ^ 1;
  return base;
}

function changeBlocks(source: Buffer): Buffer {
  const base = Buffer.from(source);
  const random = seededRandom(1);
  for (let block = 0; block < sourceBytes; block += blockBytes) {
    if (random() >= 0.3) continue;
    noise(3, changedBytes).copy(base, block + Math.floor(random() * (blockBytes - changedBytes)));
  }
  return base;
}
