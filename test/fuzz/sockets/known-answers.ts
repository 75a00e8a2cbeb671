import { errorTable } from '@understudy/errors';
import { expect } from 'vitest';
import { answersIn, type Exchange } from './exchange.js';

/**
 * Shows that everybody got an answer or was let go, and that nobody was told of an error inside. Returns the status of each answer.
 * @throws an assertion's error
 */
export function expectKnownAnswers(exchanges: readonly Exchange[]): number[] {
  return exchanges.flatMap(({ received, hung }) => {
    expect(hung, 'neither an answer nor an end came').toBe(false);
    return answersIn(received).map(({ status, code }) => {
      if (status < 500 || (status === 503 && code === 'not ready')) return status;
      const known = errorTable[code as keyof typeof errorTable] as { statusCode: number } | undefined;
      expect([known?.statusCode, code], received.toString('latin1').slice(0, 600)).toEqual([status, code]);
      expect(code).not.toBe('internal');
      return status;
    });
  });
}
