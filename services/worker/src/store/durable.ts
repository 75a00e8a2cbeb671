import { open } from 'node:fs/promises';

/** Writes a file so that its bytes outlast a power cut. Its name does so after `syncDirectory`. */
export async function writeDurably(path: string, content: string): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.writeFile(content);
    await file.datasync();
  } finally {
    await file.close();
  }
}

/** Makes durable which names a directory has: what was created, renamed and removed in it. */
export async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
