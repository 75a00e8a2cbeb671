import { createHash } from 'node:crypto';
import HashRing from 'hashring';

/** A digest of 32 bytes gives this many points of 32 bits. Asked for more, `hashring` puts them all at 0. */
export const pointsPerDigest = 8;

/**
 * The points of one member on the ring, unsigned 32-bit, in ascending order. They depend on nothing but its ID and their number,
 * which is `digests` × 8, so whatever the others do, a member stays where it is.
 *
 * The only use of `hashring`. What its version 3.2.0 does, each with a test:
 *
 * - Its default of 40 virtual nodes a server is multiplied by a rounded share, so that at 7, 14, 28 … servers each has 39, and a
 *   join moves keys between those that stay. Virtual nodes given explicitly are taken as they are, unless their number is the
 *   default: the default here is 0, which nobody has. `weight` is such a share too; weight is expressed in points instead.
 * - Names are parsed as addresses and used as keys of plain objects (`__proto__`). It gets a digest for a name.
 * - `swap()` ends in another ring than a new one, and the cache of `get()` pollutes prototypes: neither is used. Sorting the
 *   points of 200 members as objects takes it half a second: it has one member at a time.
 */
export function memberPoints(id: string, digests: number): readonly number[] {
  const name = createHash('sha256').update(id).digest('hex');
  const ring = new HashRing({ [name]: { vnodes: digests } }, sha256, {
    'vnode count': 0,
    replicas: pointsPerDigest,
  });
  return ring.points()[name] as number[];
}

function sha256(key: string): Uint8Array {
  return createHash('sha256').update(key).digest();
}
