import { createHash } from 'node:crypto';
import HashRing from 'hashring';

/** A digest of 32 bytes gives this many points of 32 bits. Asked for more, `hashring` puts them all at 0. */
export const pointsPerDigest = 8;
const digestBytes = pointsPerDigest * Uint32Array.BYTES_PER_ELEMENT;

/**
 * The points of one member on the ring, unsigned 32-bit, in ascending order. They depend on nothing but its ID and their number,
 * which is `digests` × 8, so whatever the others do, a member stays where it is. More digests keep the points of fewer.
 *
 * The only use of `hashring`. What its version 3.2.0 does, and how that is kept from doing harm:
 *
 * - Its default of 40 virtual nodes a server is multiplied by a rounded share, so that at 7, 14, 28 … servers each has 39, and a
 *   join moves keys between those that stay. Virtual nodes given explicitly are taken as they are, unless their number is the
 *   default: the default here is 0, which nobody has. `weight` is such a share too; weight is expressed in points instead.
 * - Names are parsed as addresses and used as keys of plain objects (`__proto__`). It gets the same harmless name for everyone;
 *   only the hasher knows the member.
 * - `swap()` ends in another ring than a new one, and the cache of `get()` pollutes prototypes: neither is used.
 * - It sorts points as objects, half a second for 200 members. It has one member at a time, and gets its points in order:
 *   sorting what is sorted is one pass, a quarter of the time.
 */
export function memberPoints(id: string, digests: number): Uint32Array {
  const ring = new HashRing({ member: { vnodes: digests } }, sortedDigests(id, digests), {
    'vnode count': 0,
    replicas: pointsPerDigest,
  });
  return Uint32Array.from(ring.points()['member'] as number[]);
}

/** A hasher for keys "member-0", "member-1" …: their digests, one after the other, are a member's points in ascending order. */
function sortedDigests(id: string, digests: number): (key: string) => Uint8Array {
  // SHAKE256 gives as many bytes as wanted, and a longer output begins with the shorter.
  const random = createHash('shake256', { outputLength: digests * digestBytes })
    .update(id)
    .digest();
  const points = new Uint32Array(digests * pointsPerDigest);
  for (let i = 0; i < points.length; i += 1) points[i] = random.readUInt32LE(i * 4);
  points.sort();
  const bytes = Buffer.alloc(random.length);
  for (let i = 0; i < points.length; i += 1) bytes.writeUInt32LE(points[i] as number, i * 4);
  return (key) => {
    const start = Number(key.slice(key.lastIndexOf('-') + 1)) * digestBytes;
    return bytes.subarray(start, start + digestBytes);
  };
}
