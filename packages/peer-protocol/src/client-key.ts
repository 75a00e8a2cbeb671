import { createHmac } from 'node:crypto';

const digits = 32;
const pattern = new RegExp(`^[0-9a-f]{${digits}}$`);

/**
 * What stands for a viewer's address inside the cluster: nobody without the peers' secret can tell the address from it, or name another's. It is the same at every
 * router.
 */
export function clientKey(peerSecret: Uint8Array, address: string): string {
  return createHmac('sha256', peerSecret).update(`client\n${address}`).digest('hex').slice(0, digits);
}

/** A client key as a header brought it; undefined for anything else. */
export function parseClientKey(text: unknown): string | undefined {
  return typeof text === 'string' && pattern.test(text) ? text : undefined;
}
