import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServiceProcess, startService } from '@understudy/cli';
import { expect } from 'vitest';
import { until } from './until.js';

const startTimeoutMs = 20_000;

/** A catalog alone, as a real process over any metadata store. */
export interface CatalogProcess {
  /** The answer to `POST /v1/videos`: the video's ID, or the error's status and code. Rejects where nobody answers. */
  describe(description: unknown): Promise<{ status: number; id?: string; code?: string }>;
  /** The description that `GET /v1/videos/{id}` shows; undefined for 404. Waits while the catalog has no store. */
  read(id: string): Promise<unknown>;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** The same catalog again, at another address. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** `metadataUrl` may be `lmdb:`: in a directory of its own. */
export async function startCatalog(
  metadataUrl: string,
  env: Readonly<Record<string, string>> = {},
): Promise<CatalogProcess> {
  const dataDir = await mkdtemp(join(tmpdir(), 'understudy-catalog-'));
  const apiKey = randomBytes(24).toString('base64url');
  const environment = {
    PATH: process.env['PATH'] ?? '',
    UNDERSTUDY_METADATA_URL: metadataUrl,
    UNDERSTUDY_DATA: dataDir,
    UNDERSTUDY_ID_KEYS: `1:${randomBytes(32).toString('base64')}`,
    UNDERSTUDY_API_KEYS: apiKey,
    ...env,
  };
  const start = () =>
    startService({
      service: 'catalog',
      name: 'catalog',
      env: environment,
      logFile: join(dataDir, 'catalog.log'),
      signal: AbortSignal.timeout(startTimeoutMs),
    });
  let running: ServiceProcess;
  try {
    running = await start();
  } catch (error) {
    await rm(dataDir, { recursive: true });
    throw error;
  }
  const end = async (signal: NodeJS.Signals) => {
    running.kill(signal);
    await running.exited;
  };

  return {
    async describe(description) {
      const answer = await fetch(`${running.url}/v1/videos`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${apiKey}` },
        body: JSON.stringify(description),
      });
      return { status: answer.status, ...((await answer.json()) as { id?: string; code?: string }) };
    },
    async read(id) {
      let description: unknown;
      // It reads and writes by connections of their own: that one is back does not mean that the other is.
      await until('the catalog has its store', async () => {
        const answer = await fetch(`${running.url}/v1/videos/${id}`);
        description = ((await answer.json()) as { description?: unknown }).description;
        if (answer.status !== 503) expect([200, 404]).toContain(answer.status);
        return answer.status !== 503;
      });
      return description;
    },
    kill: () => end('SIGKILL'),
    async restart() {
      running = await start();
    },
    async stop() {
      await end('SIGTERM');
      await rm(dataDir, { recursive: true });
    },
  };
}
