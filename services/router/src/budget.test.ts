import { UnderstudyError } from '@understudy/errors';
import { expect, test } from 'vitest';
import { budgetExceeded } from './http/budget-exceeded.js';
import { judgeAnswer } from './play/judge-answer.js';

test('a refusal for want of a budget is final: the next worker would say the same', () => {
  const verdict = judgeAnswer({ kind: 'begin', method: 'GET' }, 429, {
    'retry-after': '17',
    'understudy-price': '9.067',
  });
  expect(verdict).toMatchObject({
    kind: 'final',
    error: { code: 'budget_exceeded', retryAfterSeconds: 17, price: 9.067 },
  });
});

test('what a worker does not say, or says wrongly, is not passed on', () => {
  const error = budgetExceeded({ 'retry-after': 'soon', 'understudy-price': 'much' });
  expect(error).toBeInstanceOf(UnderstudyError);
  expect([error.retryAfterSeconds, error.price]).toEqual([undefined, undefined]);
});
