import type { ChildProcess } from 'node:child_process';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ProcessQuestion } from './messages.js';
import { ProcessLine } from './process-line.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function start() {
  const sent: ProcessQuestion[] = [];
  const told: string[] = [];
  const line = new ProcessLine(
    {
      id: 1,
      process: { pid: 7 } as ChildProcess,
      send: (question) => sent.push(question as ProcessQuestion) > 0,
    },
    {
      processSilent: (pid) => told.push(`silent ${pid}`),
      processAnswers: (pid) => told.push(`answers ${pid}`),
    },
  );
  const answer = (question: ProcessQuestion | undefined, obeyed: boolean) =>
    line.hear({ type: 'answer', number: question?.number ?? 0, answer: obeyed });
  return { line, sent, told, answer };
}

const ask = (line: ProcessLine) => line.ask({ about: 'revocations' });

test('each question has its own answer; what takes too long has none', async () => {
  const { line, sent, told, answer } = start();
  const answers = [ask(line), ask(line), ask(line)];
  answer(sent[1], true);
  answer(sent[0], false);
  await vi.advanceTimersByTimeAsync(500);
  expect(await Promise.all(answers)).toEqual([false, true, undefined]);
  // Late is not silent.
  answer(sent[2], true);
  await vi.advanceTimersByTimeAsync(5_000);
  void ask(line);
  expect(told).toEqual([]);
});

test('one that stands still is told of once, asked ten questions at most, and told of when it answers them', async () => {
  const { line, sent, told, answer } = start();
  for (let asked = 0; asked < 20; asked += 1) {
    void ask(line);
    await vi.advanceTimersByTimeAsync(1_000);
  }
  expect(sent).toHaveLength(10);
  expect(told).toEqual(['silent 7']);
  expect(line.isSilent).toBe(true);
  for (const question of sent) answer(question, true);
  expect(told).toEqual(['silent 7', 'answers 7']);
  expect(line.isSilent).toBe(false);
});

test('one that has ended answers at once that there is nothing, and what was on its way is not heard', async () => {
  const { line, sent, told, answer } = start();
  const asked = ask(line);
  line.close();
  answer(sent[0], true);
  expect(await asked).toBeUndefined();
  expect(await ask(line)).toBeUndefined();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(told).toEqual([]);
});
