import { readFile, rename, writeFile } from 'node:fs/promises';
import type { ScrubPass } from '@understudy/peer-protocol';

/** How far a scrub is; kept in the data directory, so that a restart does not begin it again. */
export interface ScrubRecord {
  readonly pass: ScrubPass;
  /** Everything up to this content ID was read; undefined before the first. */
  readonly behind: bigint | undefined;
}

/** Undefined where there is none, or none that can be read: then everything is read from the beginning. */
export async function readScrubRecord(path: string): Promise<ScrubRecord | undefined> {
  try {
    const { behind, ...pass } = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
    const counts = ['beganAtMs', 'pieces', 'bytes', 'findings', 'failed'].map((name) => pass[name]);
    if (!counts.every((count) => Number.isSafeInteger(count))) return undefined;
    const isEnded = Number.isSafeInteger(pass['endedAtMs']);
    return {
      pass: { ...(pass as unknown as ScrubPass), endedAtMs: isEnded ? Number(pass['endedAtMs']) : undefined },
      behind: typeof behind === 'string' ? BigInt(behind) : undefined,
    };
  } catch {
    return undefined;
  }
}

/**
 * Replaces the record as a whole. Not synced: after a power cut some is read again.
 * @throws what the file system throws
 */
export async function writeScrubRecord(path: string, { pass, behind }: ScrubRecord): Promise<void> {
  await writeFile(`${path}.part`, JSON.stringify({ ...pass, behind: behind?.toString() }));
  await rename(`${path}.part`, path);
}
