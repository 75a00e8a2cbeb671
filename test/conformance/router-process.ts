import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startService } from '@understudy/cli';

const startTimeoutMs = 20_000;

/** A router alone, as a real process, in front of any origin in the catalog's place. */
export async function startRouter(catalogUrl: string): Promise<{ url: string; stop(): Promise<void> }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'understudy-router-'));
  const secret = () => randomBytes(32).toString('base64');
  const router = await startService({
    service: 'router',
    name: 'router',
    env: {
      PATH: process.env['PATH'] ?? '',
      UNDERSTUDY_PORT: '0',
      UNDERSTUDY_METADATA_URL: 'lmdb:',
      UNDERSTUDY_DATA: dataDir,
      UNDERSTUDY_ID_KEYS: `1:${secret()}`,
      UNDERSTUDY_PLACEMENT_KEY: secret(),
      UNDERSTUDY_PEER_SECRET: secret(),
      UNDERSTUDY_CATALOG_URL: catalogUrl,
    },
    logFile: join(dataDir, 'router.log'),
    signal: AbortSignal.timeout(startTimeoutMs),
  });
  return {
    url: router.url,
    async stop() {
      router.kill('SIGTERM');
      await router.exited;
      await rm(dataDir, { recursive: true });
    },
  };
}
