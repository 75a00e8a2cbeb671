import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { type FastifyInstance, fastify } from 'fastify';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TestRouter } from '../testing/test-router.js';

let catalog: FastifyInstance;
let router: TestRouter;
let answers: (() => void)[];
let clients: Socket[];
beforeEach(async () => {
  catalog = fastify();
  answers = [];
  clients = [];
  catalog.post('/v1/videos', () => ({}));
  catalog.get('/v1/now', () => ({}));
  catalog.post('/v1/later', () => new Promise((resolve) => answers.push(() => resolve({}))));
  router = await TestRouter.start(Buffer.alloc(0), {
    UNDERSTUDY_CATALOG_URL: await catalog.listen({ host: '127.0.0.1', port: 0 }),
  });
});
afterEach(async () => {
  for (const client of clients) client.destroy();
  await router.close();
  catalog.server.closeAllConnections();
  await catalog.close();
});

async function open(): Promise<Socket> {
  const socket = connect(Number(new URL(router.url).port), '127.0.0.1');
  clients.push(socket);
  socket.on('error', () => {}).resume();
  await once(socket, 'connect');
  return socket;
}

const post = (length: number, body: string, path: string) =>
  `POST ${path} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n${body}`;

const connections = () =>
  new Promise<number>((resolve) => router.app.server.getConnections((_error, count) => resolve(count)));

test('bodies that are sent slowly do not keep all connections to the catalog', async () => {
  const slow = await Promise.all(Array.from({ length: 64 }, open));
  for (const socket of slow) socket.write(post(1_000, '{', '/v1/videos'));
  await expect.poll(() => slow.filter(({ closed }) => closed).length).toBe(32);
  const answer = await fetch(`${router.url}/v1/videos`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  expect(answer.status).toBe(200);
});

test('who left before the catalog answered is not among those that are slow', async () => {
  const slow: string[] = [];
  router.context.events.slowReader = (address) => slow.push(address);
  const leaving = await Promise.all(Array.from({ length: 40 }, open));
  for (const socket of leaving) socket.write(post(2, '{}', '/v1/later'));
  await expect.poll(() => answers.length).toBe(40);
  for (const socket of leaving) socket.destroy();
  await expect.poll(connections).toBe(0);
  for (const answer of answers) answer();
  // Its answer comes behind those of the others.
  expect((await fetch(`${router.url}/v1/now`)).status).toBe(200);
  expect(slow).toEqual([]);
});
