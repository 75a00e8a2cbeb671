import { createPublicClient, type PublicClient } from '@understudy/client';
import { UnderstudyError } from '@understudy/errors';
import { readEnv } from '@understudy/service-kit';
import { readClusterFile } from '../data-dir/cluster-file.js';

/** What applications and players ask, and where. */
export interface Router {
  readonly url: string;
  readonly client: PublicClient;
}

/**
 * The router of the cluster that runs in `UNDERSTUDY_DATA`, or what is at `UNDERSTUDY_URL`, with `UNDERSTUDY_API_KEY`.
 * @throws UnderstudyError `not_found` when no cluster runs there, `invalid_configuration`
 */
export async function openRouter(env: NodeJS.ProcessEnv): Promise<Router> {
  const { url, key } = await addressOf(env);
  return { url, client: createPublicClient({ url, key }) };
}

async function addressOf(env: NodeJS.ProcessEnv): Promise<{ url: string; key: string }> {
  const { url, key, dataDir } = readEnv(env, (read) => ({
    url: read.optionalText('UNDERSTUDY_URL') === undefined ? undefined : read.httpUrl('UNDERSTUDY_URL'),
    key: read.optionalSecret('UNDERSTUDY_API_KEY'),
    dataDir: read.text('UNDERSTUDY_DATA', '.understudy'),
  }));
  if (url === undefined) {
    const { router, apiKey } = await readClusterFile(dataDir);
    return { url: router.url, key: apiKey };
  }
  if (key === undefined)
    throw new UnderstudyError('invalid_configuration', 'UNDERSTUDY_URL needs UNDERSTUDY_API_KEY');
  return { url, key };
}
