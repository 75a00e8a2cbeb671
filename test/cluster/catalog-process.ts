import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServiceProcess, startService } from '@understudy/cli';

const startTimeoutMs = 20_000;

/** A catalog alone, as a real process over any metadata store. */
export interface CatalogProcess {
  /** The answer to `POST /v1/videos`: the video's ID, or the error's status and code. Rejects where nobody answers. */
  describe(description: unknown): Promise<{ status: number; id?: string; code?: string }>;
  /** The description that `GET /v1/videos/{id}` shows; undefined where it has none. */
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
      const answer = await fetch(`${running.url}/v1/videos/${id}`);
      return ((await answer.json()) as { description?: unknown }).description;
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
