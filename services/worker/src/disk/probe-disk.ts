import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { faultPoint } from '@understudy/fault-points';

/** More than a file system keeps inside its own tables, so that it needs a block. */
const probeBytes = 64 * 1024;

/** Writes a small file in `directory` as pieces are written, reads it again and removes it. Rejects where any of it fails. */
export async function probeDisk(directory: string): Promise<void> {
  const path = join(directory, 'probe.part');
  const bytes = Buffer.alloc(probeBytes, 0x55);
  try {
    const file = await open(path, 'w+');
    try {
      // Whatever lets a piece fail lets a probe fail.
      faultPoint('write');
      await file.writeFile(bytes);
      faultPoint('seal');
      await file.datasync();
      const read = Buffer.alloc(probeBytes);
      await file.read(read, 0, probeBytes, 0);
      if (!read.equals(bytes)) throw Object.assign(new Error('other bytes were read'), { code: 'EIO' });
    } finally {
      await file.close();
    }
  } finally {
    await rm(path, { force: true });
  }
}
