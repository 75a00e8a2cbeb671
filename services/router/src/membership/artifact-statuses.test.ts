import { UnderstudyError } from '@understudy/errors';
import { statusesPerQuestion } from '@understudy/peer-protocol';
import { expect, test } from 'vitest';
import { ArtifactStatuses } from './artifact-statuses.js';

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
  const statuses = new ArtifactStatuses({ json: json as never }, 50);
  const ask = (url: string, contentId: number) => statuses.ask({ id: url, url }, BigInt(contentId));
  return { questions, ask };
}

test('what is asked of a worker at about the same time is one question', async () => {
  const { questions, ask } = start();
  const answers = await Promise.all([7, 8, 7, 100].map((contentId) => ask('http://a', contentId)));
  expect(answers.map((status) => status?.readableBytes)).toEqual([7, 8, 7, undefined]);
  // Gathering and answering together take no longer than one may.
  expect(questions).toEqual([{ url: 'http://a', contentIds: ['7', '8', '100'], headTimeoutMs: 30 }]);
});

test('what is asked later is another question', async () => {
  const { questions, ask } = start();
  await ask('http://a', 7);
  expect((await ask('http://a', 7))?.readableBytes).toBe(7);
  expect(questions).toHaveLength(2);
});

test('a worker that does not answer has nothing, and holds up no other', async () => {
  const { questions, ask } = start();
  const [silent, other] = await Promise.all([ask('http://silent', 7), ask('http://a', 7)]);
  expect([silent, other?.readableBytes]).toEqual([undefined, 7]);
  expect(questions).toHaveLength(2);
});

test('no question has more videos than a worker answers for', async () => {
  const { questions, ask } = start();
  const many = Array.from({ length: statusesPerQuestion + 1 }, (_, contentId) => contentId);
  const answers = await Promise.all(many.map((contentId) => ask('http://a', contentId)));
  expect(answers.filter((status) => status !== undefined)).toHaveLength(100);
  expect(questions.map(({ contentIds }) => contentIds.length)).toEqual([statusesPerQuestion, 1]);
});
