import { createHmac } from 'node:crypto';

/**
 * Gives the function from content IDs (unsigned 64-bit) to slots (0 to 65,535): the first 16 bits of an HMAC-SHA-256, so that
 * nobody without `key` can choose content for a worker. The key is not that of the opaque IDs: rotating that moves nothing.
 */
export function createSlotHash(key: Uint8Array): (contentId: bigint) => number {
  return (contentId) => {
    const message = Buffer.allocUnsafe(8);
    message.writeBigUInt64BE(contentId);
    return createHmac('sha256', key).update(message).digest().readUInt16BE(0);
  };
}
