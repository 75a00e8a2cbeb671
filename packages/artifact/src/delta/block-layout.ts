/**
 * How sure a match of two blocks is. `quick` costs a third of a cryptographic digest and errs by chance in less than one
 * file in a thousand, which the digest of the whole then shows. `thorough` errs for no bytes that anybody can make.
 */
export type Strength = 'quick' | 'thorough';

/** The blocks of a base: a function of its length, so that a signature need not say it and nobody can lie about it. */
export interface BlockLayout {
  readonly baseLength: number;
  readonly strength: Strength;
  /** Of every block but the last, in bytes. */
  readonly blockLength: number;
  readonly blockCount: number;
  /** Of the last block where it is shorter than the others, in bytes; otherwise 0. */
  readonly tailLength: number;
  /** Of the strong digest of one block, in bytes. */
  readonly strongLength: number;
}

/** Bounds the memory for a signature: of a longer base only this many bytes are offered. */
const maxBaseLength = 64 * 1024 ** 3;
/** Below it the signature would cost more than the blocks save; rsync's number. */
const minBlockLength = 700;
/** A changed byte costs a block on the wire; rsync's number. */
const maxBlockLength = 128 * 1024;
/** Of SHA-256 in a thorough signature: beside the 32 bits of the weak checksum, forging one takes 2^64 tries and more. */
const thoroughLength = 16;
/** In a quick one the bits of both checksums leave a chance of about 2^-10 of any false match in a file. */
const spareBits = 10;

/**
 * The layout for a base of `length` bytes. The block length is about its square root, which makes signature and literals of a few
 * changes equally long; the strong digest has as many bits as the number of comparisons asks for.
 */
export function layoutOf(length: number, strength: Strength): BlockLayout {
  const baseLength = Math.min(length, maxBaseLength);
  const root = Math.floor(Math.sqrt(baseLength) / 8) * 8;
  const blockLength = Math.min(Math.max(root, minBlockLength), maxBlockLength);
  return {
    baseLength,
    strength,
    blockLength,
    blockCount: Math.ceil(baseLength / blockLength),
    tailLength: baseLength % blockLength,
    strongLength: strength === 'thorough' ? thoroughLength : quickLengthOf(baseLength, blockLength),
  };
}

/** Every position of a file of about the base's length is compared with every block; 32 bits are in the weak checksum. */
function quickLengthOf(baseLength: number, blockLength: number): number {
  const comparisonBits = 2 * Math.log2(Math.max(baseLength, 1)) - Math.log2(blockLength);
  return Math.min(Math.max(Math.ceil((comparisonBits + spareBits - 32) / 8), 2), 4);
}

/** In bytes, of block `index`. */
export function lengthOfBlock(layout: BlockLayout, index: number): number {
  const isTail = layout.tailLength > 0 && index === layout.blockCount - 1;
  return isTail ? layout.tailLength : layout.blockLength;
}
