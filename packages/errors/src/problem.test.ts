import { expect, test } from 'vitest';
import { toProblem, UnderstudyError } from './index.js';

test('an unknown error tells nothing about itself', () => {
  expect(toProblem(new Error('/var/lib/w2 refused 10.0.0.7'))).toEqual({
    title: 'Something went wrong inside.',
    status: 500,
    code: 'internal',
  });
});

test('the log message stays inside, field errors and the public detail go out', () => {
  const error = new UnderstudyError('invalid_description', 'digest abc of content 42', {
    publicDetail: 'One field is wrong.',
    fieldErrors: [{ path: '/width', message: 'must be at most 1920, is 5000' }],
  });
  expect(toProblem(error)).toEqual({
    title: 'The description is not valid.',
    status: 400,
    code: 'invalid_description',
    detail: 'One field is wrong.',
    errors: [{ path: '/width', message: 'must be at most 1920, is 5000' }],
  });
});
