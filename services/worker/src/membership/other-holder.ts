import { isUnderstudyError, UnderstudyError } from '@understudy/errors';
import type { Member } from '@understudy/metadata-store';
import type { IdentityAnswer, IdentityQuestion, PeerClient } from '@understudy/peer-protocol';

export interface OtherHolderOptions {
  readonly client: Pick<PeerClient, 'json'>;
  readonly self: Omit<IdentityQuestion, 'url'>;
  readonly timeoutMs: number;
}

/**
 * Who else is this worker: what a copied data directory brings about. Asked before each announcement, which would take its place in
 * the cluster away.
 *
 * - `undefined`: nobody. Its membership is ours, or has run out, or nothing is left at its address: a worker that was killed joins at once.
 * - `'silent'`: it does not answer, and its membership has not run out yet. It may be a process that stands still.
 * - a member: it lives.
 *
 * `held` is the member under its ID.
 */
export async function findOtherHolder(
  { client, self, timeoutMs }: OtherHolderOptions,
  url: string,
  held: Pick<Member, 'url'> | undefined,
): Promise<Pick<Member, 'url' | 'pid'> | 'silent' | undefined> {
  if (held === undefined || held.url === url) return undefined;
  const question: IdentityQuestion = { ...self, url };
  try {
    const answer = await client.json<IdentityAnswer>({
      method: 'POST',
      url: held.url,
      path: '/identity',
      json: question,
      headTimeoutMs: timeoutMs,
    });
    const isOther = answer.id === self.id && answer.instance !== self.instance;
    return isOther ? { url: held.url, pid: answer.pid } : undefined;
  } catch (error) {
    // Somebody else got the address since.
    if (isUnderstudyError(error, 'peer_protocol')) return undefined;
    if (isUnderstudyError(error, 'peer_unreachable'))
      return (error.cause as NodeJS.ErrnoException | undefined)?.code === 'ECONNREFUSED'
        ? undefined
        : 'silent';
    throw error;
  }
}

/** Why a worker ends that found another one to be it. */
export function heldElsewhere(id: string, { url, pid }: Pick<Member, 'url' | 'pid'>): UnderstudyError {
  return new UnderstudyError(
    'invalid_configuration',
    `worker ${id} is running at ${url} (process ${pid}): this data directory is a copy of that one's, or has its ID; ` +
      'stop one of them, or remove worker-id from the copy to make it another worker',
  );
}
