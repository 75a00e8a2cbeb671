/**
 * What connections read into. Allocating for each read is what a relay spends most on, and a large read costs a few per cent of
 * what many small ones do: so each connection has a small buffer of its own, and borrows a large one while a player takes bytes as
 * fast as they come.
 */
export const smallBytes = 16 * 1024;
const largeBytes = 1024 * 1024;
/** 64 MB lent at most; who comes then reads on with small ones. */
const maxLarge = 64;

const free: Buffer[] = [];
let lent = 0;

export function allocateSmall(): Buffer {
  return Buffer.allocUnsafeSlow(smallBytes);
}

/** A large buffer, to be given back by `returnLarge`; undefined when all are lent. */
export function borrowLarge(): Buffer | undefined {
  if (lent === maxLarge) return undefined;
  lent += 1;
  return free.pop() ?? Buffer.allocUnsafeSlow(largeBytes);
}

/** Nothing may read or write it any more. */
export function returnLarge(buffer: Buffer): void {
  lent -= 1;
  free.push(buffer);
}

/** For one that may still be in use when nobody will say so. */
export function forgetLarge(buffer: Buffer | undefined): void {
  if (buffer !== undefined) lent -= 1;
}
