import { UnderstudyError } from '@understudy/errors';
import { expect, test } from 'vitest';
import { ArtifactStatuses, videosPerQuestion } from './artifact-statuses.js';

interface Question {
  readonly url: string;
  readonly contentIds: readonly string[];
  readonly headTimeoutMs: number;
}

/** A worker that has the first 100 videos, and one that does not answer. */
function start() {
  const questions: Question[] = [];
  const json = async (question: { url: string; json: { contentIds: string[] }; headTimeoutMs: number }) => {
    const { url, headTimeoutMs } = question;
    const { contentIds } = question.json;
    questions.push({ url, contentIds, headTimeoutMs });
    if (url === 'http://silent') throw new UnderstudyError('peer_unreachable');
    const copies = contentIds
      .filter((contentId) => Number(contentId) < 100)
      .map((contentId) => ({ contentId, readableBytes: Number(contentId) }));
    return { copies };
  };
  const statuses = new ArtifactStatuses({ json: json as never }, 1_000);
  const ask = (url: string, contentId: number) => statuses.ask({ id: url, url }, BigInt(contentId));
  return { questions, ask };
}

test('the first question is sent at once, and what is asked by the same event with it', async () => {
  const { questions, ask } = start();
  const answers = await Promise.all([7, 8, 7, 100].map((contentId) => ask('http://a', contentId)));
  expect(answers.map((status) => status?.readableBytes)).toEqual([7, 8, 7, undefined]);
  expect(questions).toEqual([{ url: 'http://a', contentIds: ['7', '8', '100'], headTimeoutMs: 1_000 }]);
});

test('what is asked of a worker a moment later is one question more', async () => {
  const { questions, ask } = start();
  await ask('http://a', 7);
  const later = [1, 2, 3].map(async (contentId) => {
    await new Promise((resolve) => setImmediate(resolve));
    return ask('http://a', contentId);
  });
  expect((await Promise.all(later)).map((status) => status?.readableBytes)).toEqual([1, 2, 3]);
  expect(questions.map(({ contentIds }) => contentIds)).toEqual([['7'], ['1', '2', '3']]);
});

test('a worker that does not answer has nothing, and holds up no other', async () => {
  const { questions, ask } = start();
  const [silent, other] = await Promise.all([ask('http://silent', 7), ask('http://a', 7)]);
  expect([silent, other?.readableBytes]).toEqual([undefined, 7]);
  expect(questions).toHaveLength(2);
});

test('no question has so many videos that its answer would be too large', async () => {
  const { questions, ask } = start();
  const many = Array.from({ length: videosPerQuestion + 1 }, (_, contentId) => contentId);
  const answers = await Promise.all(many.map((contentId) => ask('http://a', contentId)));
  expect(answers.filter((status) => status !== undefined)).toHaveLength(100);
  expect(questions.map(({ contentIds }) => contentIds.length)).toEqual([videosPerQuestion, 1]);
});
