import { once } from 'node:events';
import { watch } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** What a service says in its log when it listens. */
export interface ListeningLine {
  readonly url: string;
  readonly adminUrl?: string;
  /** Where it shows its health in the clear, beside a port that takes only peers with a certificate. */
  readonly healthUrl?: string;
}

/** Waits until the log at `path` has a line that tells where the service listens. Rejects when `signal` aborts. */
export async function awaitListeningLine(
  path: string,
  fromByte: number,
  signal: AbortSignal,
): Promise<ListeningLine> {
  const file = await open(path, 'r');
  const watcher = watch(path);
  try {
    for (;;) {
      // Before the reading: what is written meanwhile must not be missed.
      const changed = once(watcher, 'change', { signal });
      changed.catch(() => undefined);
      const line = findListeningLine(await readFrom(file, fromByte));
      if (line !== undefined) return line;
      await changed;
    }
  } finally {
    watcher.close();
    await file.close();
  }
}

export function findListeningLine(log: string): ListeningLine | undefined {
  // The last part is empty or not written to its end yet.
  for (const line of log.split('\n').slice(0, -1)) {
    const { event, url, adminUrl, healthUrl } = parseLine(line);
    if (event !== 'listening' || typeof url !== 'string') continue;
    return {
      url,
      ...(typeof adminUrl === 'string' && { adminUrl }),
      ...(typeof healthUrl === 'string' && { healthUrl }),
    };
  }
  return undefined;
}

function parseLine(line: string): Record<string, unknown> {
  if (!line.startsWith('{')) return {};
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return {};
  }
}

async function readFrom(file: FileHandle, fromByte: number): Promise<string> {
  const { size } = await file.stat();
  const buffer = Buffer.alloc(Math.max(0, size - fromByte));
  const { bytesRead } = await file.read(buffer, 0, buffer.length, fromByte);
  return buffer.subarray(0, bytesRead).toString();
}
