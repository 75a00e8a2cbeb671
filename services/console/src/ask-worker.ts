import { isUnderstudyError, UnderstudyError } from '@understudy/errors';
import type { Member } from '@understudy/metadata-store';
import type { ConsoleContext } from './context.js';

/** What a worker is asked: a path of the peer protocol. */
export interface Question {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly timeoutMs: number;
}

/**
 * A worker's answer.
 * @throws UnderstudyError `peer_unreachable`, which names the worker; `peer_protocol`
 */
export async function askWorker<T>(
  { peers }: Pick<ConsoleContext, 'peers'>,
  { id, url }: Pick<Member, 'id' | 'url'>,
  { method, path, timeoutMs }: Question,
): Promise<T> {
  try {
    return await peers.json<T>({ method, url, path, headTimeoutMs: timeoutMs });
  } catch (cause) {
    if (!isUnderstudyError(cause, 'peer_unreachable')) throw cause;
    const publicDetail = `${id} does not answer.`;
    throw new UnderstudyError('peer_unreachable', publicDetail, { cause, publicDetail });
  }
}
