import { type AdminClient, createAdminClient } from '@understudy/client';
import { UnderstudyError } from '@understudy/errors';
import { readEnv } from '@understudy/service-kit';
import { readClusterFile } from '../data-dir/cluster-file.js';

/**
 * The console of the cluster that runs in `UNDERSTUDY_DATA`, or the one at `UNDERSTUDY_ADMIN_URL` with `UNDERSTUDY_ADMIN_KEY`.
 * @throws UnderstudyError `not_found` when no cluster runs there, `invalid_configuration`
 */
export async function openAdminClient(env: NodeJS.ProcessEnv): Promise<AdminClient> {
  const { url, key } = await addressOf(env);
  return createAdminClient({ url, key, name: `the console at ${url}` });
}

async function addressOf(env: NodeJS.ProcessEnv): Promise<{ url: string; key: string }> {
  const { url, key, dataDir } = readEnv(env, (read) => ({
    url: read.optionalText('UNDERSTUDY_ADMIN_URL'),
    key: read.optionalSecret('UNDERSTUDY_ADMIN_KEY'),
    dataDir: read.text('UNDERSTUDY_DATA', '.understudy'),
  }));
  if (url === undefined) return (await readClusterFile(dataDir)).admin;
  if (!URL.canParse(url))
    throw new UnderstudyError('invalid_configuration', `UNDERSTUDY_ADMIN_URL is not a URL: ${url}`);
  if (key === undefined)
    throw new UnderstudyError('invalid_configuration', 'UNDERSTUDY_ADMIN_URL needs UNDERSTUDY_ADMIN_KEY');
  return { url, key };
}
