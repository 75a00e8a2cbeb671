import { UnderstudyError } from '@understudy/errors';

/**
 * A content ID is the number of a rendition (3 bits, 0 for the video itself), the number of the pool that its video is pinned to
 * (13 bits), then a count of descriptions (48 bits). A store gives those of videos; those of renditions are computed.
 */
const countBits = 48n;
const poolBits = 13n;
/** The highest count that is imported: half of all, so that there is room above it for a store to go on from. */
export const maxImportedCount = 2n ** (countBits - 1n);
/** Above any number of generator builds that a cluster sees. */
export const maxPool = 2 ** Number(poolBits) - 1;

/** The pool that a content ID's video is pinned to; 0: to none. Only computes: nobody has to be asked where a video belongs. */
export function poolOf(contentId: bigint): number {
  return Number(BigInt.asUintN(Number(poolBits), contentId >> countBits));
}

/** The content ID of a rendition of a video: in the same pool, in a slot of its own. */
export function renditionIdOf(videoId: bigint, rendition: number): bigint {
  return (BigInt(rendition) << (poolBits + countBits)) | videoId;
}

/** Which rendition a content ID names, 0 for the video itself. */
export function renditionNumberOf(contentId: bigint): number {
  return Number(contentId >> (poolBits + countBits));
}

/** The content ID under which the description is stored. */
export function videoIdOf(contentId: bigint): bigint {
  return BigInt.asUintN(Number(poolBits + countBits), contentId);
}

/** Which description it is of all, from 1. */
export function countOf(contentId: bigint): bigint {
  return BigInt.asUintN(Number(countBits), contentId);
}

/** The count of a content ID, or throws `internal` where no store could have given it. */
export function checkCount(contentId: bigint): bigint {
  if (isContentId(contentId)) return countOf(contentId);
  throw new UnderstudyError('internal', `content ID ${contentId} is none that a store gives`);
}

/** Whether a store could have given it, with room for more behind it. */
export function isContentId(contentId: bigint): boolean {
  const count = countOf(contentId);
  return (
    contentId >= 1n && contentId <= contentIdOf(maxPool, count) && count >= 1n && count <= maxImportedCount
  );
}

/** The content ID of the `count`th description (from 1, over all pools). */
export function contentIdOf(pool: number, count: bigint): bigint {
  return (BigInt(pool) << countBits) | count;
}

/** A content ID in as many digits as the highest has: such texts are in the order of their numbers. */
export function paddedId(contentId: bigint): string {
  return contentId.toString().padStart(20, '0');
}

/** Passes a pool's number on, or throws `internal`: a caller's mistake. */
export function checkPool(pool: number): number {
  if (Number.isInteger(pool) && pool >= 0 && pool <= maxPool) return pool;
  throw new UnderstudyError('internal', `a pool is numbered from 0 to ${maxPool}, not ${pool}`);
}
