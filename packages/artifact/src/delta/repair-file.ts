import { createHash } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { isUnderstudyError } from '@understudy/errors';
import { faultPoint } from '@understudy/fault-points';
import { applyDelta, type Expected } from './apply-delta.js';
import type { Strength } from './block-layout.js';
import { type ByteReader, type ByteWriter, chunkBytes, fileReader, fileWriter } from './byte-reader.js';
import { createSignature } from './signature.js';

export interface Repair {
  /** What there is of the file, which may be nothing: damaged, its beginning, or something like it. Is only read. */
  readonly basePath: string;
  /** Where the result is written; what is there is overwritten. On the disk of `targetPath`. */
  readonly temporaryPath: string;
  /** Gets the result by renaming. May be `basePath`. */
  readonly targetPath: string;
  readonly expected: Expected;
  /** Asks one who has the file for the delta to a signature: one round trip. */
  readonly requestDelta: (signature: Uint8Array) => AsyncIterable<Uint8Array>;
}

/** What a repair took. */
export interface Repaired {
  /** `thorough` when a quick one took a block for another and all was done again. */
  readonly strength: Strength;
  /** Bytes sent and received. */
  readonly wireBytes: number;
}

/** Whether a file is what is expected; false where there is none. What is intact needs no repair, so nobody is asked anything. */
export async function isIntact(path: string, expected: Expected): Promise<boolean> {
  const base = await openBase(path);
  try {
    if (base.length !== expected.length) return false;
    const hash = createHash('sha256');
    const chunk = new Uint8Array(Math.min(chunkBytes, base.length));
    for (let position = 0; position < base.length; ) {
      const length = await base.read(chunk, position);
      if (length === 0) return false;
      hash.update(chunk.subarray(0, length));
      position += length;
    }
    return hash.digest('hex') === expected.sha256;
  } finally {
    await base.close();
  }
}

/**
 * Makes a file what its manifest says, with as little from elsewhere as that takes: all of it where nothing is there, what is behind
 * it where its beginning is, and otherwise the blocks that differ. The target is whole and on disk, or as it was.
 * @throws UnderstudyError `digest_mismatch` when the other one's copy is not what is expected either, `peer_protocol` for a delta that
 *   is none; what reading, writing and `requestDelta` throw
 */
export async function repairFile(repair: Repair): Promise<Repaired> {
  const wire = { bytes: 0 };
  try {
    await attempt(repair, 'quick', wire);
    return { strength: 'quick', wireBytes: wire.bytes };
  } catch (error) {
    if (!isUnderstudyError(error, 'digest_mismatch')) throw error;
  }
  await attempt(repair, 'thorough', wire);
  return { strength: 'thorough', wireBytes: wire.bytes };
}

async function attempt(repair: Repair, strength: Strength, wire: { bytes: number }): Promise<void> {
  const base = await openBase(repair.basePath);
  try {
    const signature = await createSignature(base, strength);
    wire.bytes += signature.length;
    await replace(repair, base, counted(repair.requestDelta(signature), wire));
  } finally {
    await base.close();
  }
}

/** Writes the result beside the target, and puts it there once it is good. */
async function replace(repair: Repair, base: ByteReader, delta: AsyncIterable<Uint8Array>): Promise<void> {
  const { temporaryPath, targetPath, expected } = repair;
  try {
    const file = await open(temporaryPath, 'w');
    try {
      await applyDelta(base, delta, withFaults(fileWriter(file)), expected);
      await file.datasync();
    } finally {
      await file.close();
    }
    faultPoint('repair.synced');
    await rename(temporaryPath, targetPath);
    faultPoint('repair.renamed');
  } catch (error) {
    await rm(temporaryPath, { force: true });
    throw error;
  }
}

async function* counted(delta: AsyncIterable<Uint8Array>, wire: { bytes: number }) {
  for await (const piece of delta) {
    wire.bytes += piece.length;
    yield piece;
  }
}

function withFaults(writer: ByteWriter): ByteWriter {
  return {
    write(bytes) {
      faultPoint('repair.write');
      return writer.write(bytes);
    },
  };
}

/** What is at `path`, or nothing to read where there is no file. */
async function openBase(path: string): Promise<ByteReader & { close(): Promise<void> }> {
  try {
    const file = await open(path);
    const { size } = await file.stat();
    return { ...fileReader(file, size), close: () => file.close() };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return { length: 0, read: async () => 0, close: async () => {} };
  }
}
