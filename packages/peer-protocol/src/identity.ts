import { UnderstudyError } from '@understudy/errors';

/** Body of `POST /identity`: who asks is worker `id` as well, and is about to join where the worker that is asked is known. */
export interface IdentityQuestion {
  readonly id: string;
  readonly url: string;
  readonly pid: number;
  /** Made up by each process, so that one which asks itself under another address knows it. */
  readonly instance: string;
}

export type IdentityAnswer = Pick<IdentityQuestion, 'id' | 'pid' | 'instance'>;

/**
 * Checks what a peer sent as a question.
 * @throws UnderstudyError `bad_request`
 */
export function parseIdentityQuestion(value: unknown): IdentityQuestion {
  const { id, url, pid, instance } = (value ?? {}) as Partial<IdentityQuestion>;
  if (
    typeof id !== 'string' ||
    typeof url !== 'string' ||
    typeof pid !== 'number' ||
    typeof instance !== 'string'
  )
    throw new UnderstudyError('bad_request', 'a question for identity names id, url, pid and instance');
  return { id, url, pid, instance };
}
