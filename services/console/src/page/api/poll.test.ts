import { ApiError } from '@understudy/client';
import { expect, onTestFinished, test, vi } from 'vitest';
import { Poll } from './poll.js';

function pollOf(read: () => Promise<number>, everyMs = 60_000) {
  const poll = new Poll<number>({ read, everyMs, onChange: () => {} });
  poll.start();
  onTestFinished(() => poll.stop());
  return poll;
}

test('the last answer stands with its age when there is none any more, and says why', async () => {
  let answer: number | undefined = 1;
  const poll = pollOf(async () => {
    if (answer === undefined) throw new ApiError('unreachable', 'The console does not answer');
    return answer;
  }, 1);
  await vi.waitFor(() => expect(poll.now).toMatchObject({ answer: 1, failure: undefined }));
  answer = undefined;
  await vi.waitFor(() => expect(poll.now.failure).toBe('The console does not answer.'));
  expect(poll.now.answer).toBe(1);
  const { answeredAtMs } = poll.now;
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(poll.now.answeredAtMs).toBe(answeredAtMs);
});

test('however often something happens, it asks a few times a second and one question at a time', async () => {
  let open = 0;
  let most = 0;
  let asked = 0;
  const poll = pollOf(async () => {
    asked += 1;
    open += 1;
    most = Math.max(most, open);
    await new Promise((resolve) => setTimeout(resolve, 10));
    open -= 1;
    return asked;
  });
  const endMs = Date.now() + 500;
  while (Date.now() < endMs) {
    poll.refresh();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  expect(most).toBe(1);
  expect(asked).toBeGreaterThan(1);
  expect(asked).toBeLessThanOrEqual(4);
});

test('stopped and started again while a question is open, it still asks one at a time', async () => {
  let asked = 0;
  const poll = pollOf(async () => {
    asked += 1;
    await new Promise((resolve) => setTimeout(resolve, 30));
    return asked;
  });
  poll.stop();
  poll.start();
  await vi.waitFor(() => expect(poll.now.answer).toBe(1));
  expect(asked).toBe(1);
});
