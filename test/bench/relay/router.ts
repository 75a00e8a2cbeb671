import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openMetadataStore } from '@understudy/metadata-store';
import { createOpaqueIds } from '@understudy/opaque-id';
import { freePort, type HttpProcess, startProcess } from './proxies.js';

const program = fileURLToPath(new URL('../../../services/router/dist/program/main.js', import.meta.url));

/** A router process over workers that the bench announces itself. */
export interface BenchRouter extends HttpProcess {
  /** The path of a part of a video for a player. */
  path(contentId: bigint, part: string): string;
}

/** All players of a bench have one address. */
const unlimited = Object.fromEntries(
  [
    'CONNECTIONS_PER_ADDRESS',
    'NEW_CONNECTIONS_PER_ADDRESS_PER_S',
    'REQUESTS_PER_ADDRESS_PER_S',
    'RESPONSES_PER_ADDRESS',
  ].map((limit) => [`UNDERSTUDY_${limit}`, '1000000']),
);

/** `workers` are ports of 127.0.0.1; they stay members until `stop`. */
export async function startRouter(
  directory: string,
  workers: Readonly<Record<string, number>>,
  env: Record<string, string> = {},
): Promise<BenchRouter> {
  const port = await freePort();
  const secret = () => randomBytes(32).toString('base64');
  const key = randomBytes(32);
  const metadataUrl = `lmdb:${join(directory, 'metadata')}`;
  const store = await openMetadataStore(metadataUrl);
  for (const [id, workerPort] of Object.entries(workers)) {
    await store.announce(
      {
        id,
        url: `http://127.0.0.1:${workerPort}`,
        zone: 'default',
        capacity: 1,
        warmth: 1,
        state: 'active',
        generators: [],
        pid: 1,
      },
      3_600_000,
    );
  }
  await store.close();
  const router = await startProcess('router', port, process.execPath, [program], {
    ...process.env,
    UNDERSTUDY_PORT: String(port),
    UNDERSTUDY_METADATA_URL: metadataUrl,
    UNDERSTUDY_CATALOG_URL: 'http://127.0.0.1:1',
    UNDERSTUDY_ID_KEYS: `0:${key.toString('base64')}`,
    UNDERSTUDY_PLACEMENT_KEY: secret(),
    UNDERSTUDY_PEER_SECRET: secret(),
    UNDERSTUDY_LOG_LEVEL: 'warn',
    ...unlimited,
    ...env,
  });
  const ids = createOpaqueIds([{ number: 0, key }]);
  return { ...router, path: (contentId, part) => `/v/${ids.encode(contentId)}/${part}` };
}
