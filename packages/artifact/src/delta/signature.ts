import { UnderstudyError } from '@understudy/errors';
import { entryBytesOf, writeEntry } from './block-digest.js';
import { type BlockLayout, layoutOf, lengthOfBlock, type Strength } from './block-layout.js';
import { type ByteReader, chunkBytes } from './byte-reader.js';

/**
 * What a receiver has, in the form in which it travels:
 *
 *     strength (8 bits) | length of the base (48 bits) | for each block: CRC-32 (32 bits), strong digest
 *
 * Numbers are big endian. Everything else follows from the length: see `layoutOf`.
 */
export interface Signature {
  readonly layout: BlockLayout;
  /** The blocks' entries, one after the other. */
  readonly entries: Buffer;
}

const headerBytes = 7;
const codes: readonly Strength[] = ['quick', 'thorough'];

/** Of the longest signature that there is, in bytes: what a server need accept. */
export const maxSignatureBytes = signatureBytesOf(layoutOf(Number.MAX_SAFE_INTEGER, 'thorough'));

/** Reads `base` once and returns its signature; for an empty one that is the wish for the whole file. */
export async function createSignature(base: ByteReader, strength: Strength = 'quick'): Promise<Uint8Array> {
  const layout = layoutOf(base.length, strength);
  const entryBytes = entryBytesOf(layout);
  const signature = Buffer.allocUnsafe(signatureBytesOf(layout));
  signature.writeUInt8(codes.indexOf(strength), 0);
  signature.writeUIntBE(layout.baseLength, 1, 6);

  const blocksAtOnce = Math.max(1, Math.floor(chunkBytes / layout.blockLength));
  const chunk = new Uint8Array(blocksAtOnce * layout.blockLength);
  let block = 0;
  while (block < layout.blockCount) {
    const wanted = Math.min(chunk.length, layout.baseLength - block * layout.blockLength);
    const length = await base.read(chunk.subarray(0, wanted), block * layout.blockLength);
    if (length < wanted) throw new UnderstudyError('digest_mismatch', 'the base is shorter than it was');
    for (let at = 0; at < length; block += 1) {
      const end = at + lengthOfBlock(layout, block);
      writeEntry(signature, headerBytes + block * entryBytes, layout, chunk.subarray(at, end));
      at = end;
    }
  }
  return signature;
}

/**
 * Reads what `createSignature` made.
 * @throws UnderstudyError `peer_protocol` for anything that it cannot have made
 */
export function parseSignature(bytes: Uint8Array): Signature {
  const signature = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const strength = codes[signature[0] ?? codes.length];
  if (strength === undefined || signature.length < headerBytes) {
    throw new UnderstudyError('peer_protocol', 'a signature begins as none does');
  }
  const baseLength = signature.readUIntBE(1, 6);
  const layout = layoutOf(baseLength, strength);
  const length = signatureBytesOf(layout);
  if (layout.baseLength !== baseLength || signature.length !== length) {
    throw new UnderstudyError(
      'peer_protocol',
      `a signature for ${baseLength} bytes has ${signature.length}, should have ${length}`,
    );
  }
  return { layout, entries: signature.subarray(headerBytes) };
}

function signatureBytesOf(layout: BlockLayout): number {
  return headerBytes + layout.blockCount * entryBytesOf(layout);
}
