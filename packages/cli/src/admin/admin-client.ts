import { type ErrorCode, errorTable, UnderstudyError } from '@understudy/errors';
import { readEnv } from '@understudy/service-kit';
import { readClusterFile } from '../data-dir/cluster-file.js';

const answerTimeoutMs = 10_000;

/** What an operator asks of a cluster through its console. */
export interface AdminClient {
  /**
   * Gives the answer's JSON.
   * @throws UnderstudyError what the console answered; `peer_unreachable` when it does not answer
   */
  ask<T>(method: 'GET' | 'POST' | 'PUT', path: string, body?: unknown): Promise<T>;
}

/**
 * The console of the cluster that runs in `UNDERSTUDY_DATA`, or the one at `UNDERSTUDY_ADMIN_URL` with `UNDERSTUDY_ADMIN_KEY`.
 * @throws UnderstudyError `not_found` when no cluster runs there, `invalid_configuration`
 */
export async function openAdminClient(env: NodeJS.ProcessEnv): Promise<AdminClient> {
  const { url, key } = await addressOf(env);
  return {
    async ask<T>(method: string, path: string, body?: unknown): Promise<T> {
      const response = await send(new URL(path, url), {
        method,
        headers: {
          authorization: `Bearer ${key}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(answerTimeoutMs),
      });
      if (!response.ok) throw await refusalOf(response, url);
      return (await response.json()) as T;
    },
  };
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

async function send(url: URL, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (cause) {
    throw new UnderstudyError('peer_unreachable', `the console at ${url.origin} does not answer`, { cause });
  }
}

/** What a problem document says, in one line. */
async function refusalOf(response: Response, url: string): Promise<UnderstudyError> {
  const problem = ((await response.json().catch(() => undefined)) ?? {}) as {
    code?: string;
    title?: string;
    detail?: string;
    errors?: readonly { path: string; message: string }[];
  };
  const fields = (problem.errors ?? []).map(({ path, message }) => `${path.slice(1)} ${message}`);
  const said = [problem.title, problem.detail, ...fields].filter((part) => part !== undefined).join(' ');
  const code = Object.hasOwn(errorTable, problem.code ?? '') ? (problem.code as ErrorCode) : 'peer_protocol';
  return new UnderstudyError(code, said || `the console at ${url} answers ${response.status}`);
}
