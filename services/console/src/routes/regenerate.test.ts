import { textDigest } from '@understudy/description';
import type { FastifyInstance } from 'fastify';
import { expect, test, vi } from 'vitest';
import { startConsole } from '../testing/start-console.js';

const json = '{"title":"one"}';

/** What a worker says. */
interface Answers {
  kept?: number;
  evicted?: boolean;
  isRefused?: boolean;
  evictStatus?: number;
  removed?: number | null;
  status?: number;
}

/** A console with a description and workers that note what they are asked. */
async function start() {
  const console = await startConsole();
  const { contentId } = await console.store.createDescription('d', json);
  const asked: string[] = [];
  const worker = (id: string, answers: Answers) => (app: FastifyInstance) => {
    app.post<{ Querystring: { for?: string } }>(`/artifacts/${contentId}/evict`, (request, reply) => {
      expect(request.query.for).toBe('making');
      asked.push(`${id} evict`);
      const { kept = 0, evicted = true, isRefused = false, evictStatus = 200 } = answers;
      return reply.code(evictStatus).send({ evicted, bytes: evicted ? 500 : 0, kept, isRefused });
    });
    app.delete(`/archived/${textDigest(json)}`, (_request, reply) => {
      const { removed = null, status = 200 } = answers;
      asked.push(`${id} archive`);
      return reply.code(status).send({ removed });
    });
    app.post(`/artifacts/${contentId}/make`, (_request, reply) => {
      asked.push(`${id} make`);
      return reply.code(202).send({});
    });
  };
  const url = `/admin/videos/${console.ids.encode(contentId)}`;
  const regenerate = () => console.post(`${url}/regenerate`);
  const master = async (): Promise<string> => (await console.get(`${url}/placement`)).json().master;
  return { ...console, asked, contentId, worker, regenerate, master };
}

test('all copies go, the archive is told by every worker, then the master makes it', async () => {
  const { asked, contentId, context, join, worker, regenerate, master } = await start();
  const telling = vi.spyOn(context.events, 'regenerated');
  await join('w1', worker('w1', { removed: 2 }));
  await join('w2', worker('w2', { evicted: false, removed: 0 }));
  const maker = await master();
  const other = maker === 'w1' ? 'w2' : 'w1';
  const outcomes = {
    w1: { worker: 'w1', result: 'evicted', bytes: 500 },
    w2: { worker: 'w2', result: 'none', bytes: 0 },
  };
  expect((await regenerate()).json()).toEqual({
    workers: [maker, other].map((id) => outcomes[id as 'w1' | 'w2']),
    unarchived: 2,
    maker,
  });
  expect(asked).toEqual([
    ...[`${maker} evict`, `${other} evict`, 'w1 archive', 'w2 archive'],
    `${maker} make`,
  ]);
  expect(telling).toHaveBeenCalledWith(contentId, expect.objectContaining({ unarchived: 2, maker }));
});

test.each([
  ['is in use', { kept: 1, evicted: false }, 'kept'],
  ['has a rendition in use', { kept: 1 }, 'kept'],
  ['does not answer', { evictStatus: 503 }, 'unreachable'],
] as const)(
  'where the copy of the master %s the others stay, nothing is made, and the archive is left alone',
  async (_, answers, result) => {
    const { asked, join, worker, regenerate, master } = await start();
    const answering: Answers = {};
    await join('w1', worker('w1', answering));
    await join('w2', worker('w2', answering));
    Object.assign(answering, answers);
    const asks = await master();
    const answer = (await regenerate()).json();
    expect(answer).toMatchObject({ unarchived: null, maker: null });
    expect(answer.workers).toMatchObject([{ worker: asks, result }]);
    expect(asked).toEqual([`${asks} evict`]);
  },
);

test('what would have other bytes is left as it is', async () => {
  const { asked, join, worker, regenerate } = await start();
  await join('w1', worker('w1', { isRefused: true, evicted: false, kept: 1 }));
  const answer = await regenerate();
  expect([answer.statusCode, answer.json().code]).toEqual([409, 'not_regenerable']);
  expect(asked).toEqual(['w1 evict']);
});

test('an archive that does not answer is told: what is there would be played', async () => {
  const { asked, join, worker, regenerate } = await start();
  await join('w1', worker('w1', { status: 503 }));
  const answer = await regenerate();
  expect(answer.statusCode).toBe(503);
  expect(answer.json()).toMatchObject({ code: 'archive_unavailable' });
  expect(asked).toEqual(['w1 evict', 'w1 archive']);
});

test('without an active worker that makes it nothing is removed', async () => {
  const { asked, join, worker, regenerate, post, untilState } = await start();
  await join('w1', worker('w1', {}));
  await post('/admin/workers/w1/drain?force=1');
  await untilState('w1', 'draining');
  expect((await regenerate()).json()).toMatchObject({ code: 'no_worker_available' });
  expect(asked).toEqual([]);
});

test('what is described by nothing is not found', async () => {
  const { ids, post } = await start();
  for (const id of ['forged', ids.encode(99n)])
    expect((await post(`/admin/videos/${id}/regenerate`)).statusCode).toBe(404);
});
