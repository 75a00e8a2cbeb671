import { UnderstudyError } from '@understudy/errors';

/** Well below the 1,978 bytes of an LMDB key that holds two of them. */
const maxNameBytes = 512;

// Braces and a colon at the end would move a Redis Cluster hash tag; control characters would end an LMDB key early.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused.
const forbidden = /[{}\u0000-\u001f\u007f]|:$/;

/** Passes a worker ID, artifact ID, digest, lease key, owner, piece, session key, viewer key or key ID on, or throws `internal`: a caller's mistake. */
export function checkName(kind: string, name: string): string {
  if (name.length === 0 || Buffer.byteLength(name) > maxNameBytes || forbidden.test(name)) {
    throw new UnderstudyError(
      'internal',
      `${kind} must be 1 to ${maxNameBytes} bytes without braces, control characters and a colon at the end: ${JSON.stringify(name.slice(0, 80))}`,
    );
  }
  return name;
}

/** Lease keys and artifact IDs with the same last part (after the last colon) live in the same Redis Cluster slot. */
export function slotTag(name: string): string {
  return name.slice(name.lastIndexOf(':') + 1);
}

/** A fence and the manifest it protects are changed by one script, so they must share a slot. Checked for every store. */
export function checkFence(artifactId: string, leaseKey: string): void {
  if (leaseKey !== artifactId && !leaseKey.endsWith(`:${artifactId}`)) {
    throw new UnderstudyError(
      'internal',
      `lease key ${leaseKey} must be ${artifactId} or end in :${artifactId}`,
    );
  }
}
