import type { ServerResponse } from 'node:http';
import { UnderstudyError } from '@understudy/errors';

/**
 * Resolves when the response takes more bytes, or is closed: who went away never drains.
 * @throws UnderstudyError `peer_unreachable` when it takes nothing for `deadlineMs`.
 */
export function drained(response: ServerResponse, deadlineMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = () => {
      clearTimeout(timer);
      response.off('drain', done);
      response.off('close', done);
    };
    const done = () => {
      settle();
      resolve();
    };
    const timer = setTimeout(() => {
      settle();
      reject(new UnderstudyError('peer_unreachable', `nothing was taken for ${deadlineMs} ms`));
    }, deadlineMs);
    response.once('drain', done);
    response.once('close', done);
  });
}
