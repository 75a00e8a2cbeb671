import { once } from 'node:events';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { type FastifyInstance, fastify } from 'fastify';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TestRouter } from '../testing/test-router.js';

let catalog: FastifyInstance;
let router: TestRouter;
let asked: number;
beforeEach(async () => {
  catalog = fastify();
  asked = 0;
  catalog.post('/v1/videos', (request, reply) =>
    reply.code(201).header('location', '/x').send({ headers: request.headers, body: request.body }),
  );
  catalog.get('/v1/away', (_request, reply) => {
    asked += 1;
    return reply.code(503).header('retry-after', '5').send({ code: 'metadata_unavailable' });
  });
  for (const path of ['/watch/:id', '/make', '/make/*'])
    catalog.get(path, (request) => ({ url: request.url }));
  const url = await catalog.listen({ host: '127.0.0.1', port: 0 });
  router = await TestRouter.start(Buffer.alloc(0), { UNDERSTUDY_CATALOG_URL: url });
});
afterEach(async () => {
  await router.close();
  await catalog.close();
});

test('a request goes to the catalog with its body and its key, and nothing that forges an origin', async () => {
  const answer = await fetch(`${router.url}/v1/videos`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: 'Bearer key',
      cookie: 'a=b',
      'x-forwarded-for': '10.0.0.1',
    },
    body: '{"title":"A"}',
  });
  expect(answer.status).toBe(201);
  const { headers, body } = (await answer.json()) as { headers: Record<string, string>; body: unknown };
  expect(body).toEqual({ title: 'A' });
  expect(headers).toMatchObject({ authorization: 'Bearer key', 'content-type': 'application/json' });
  // The scripts of the watch page are there compressed.
  expect(headers['accept-encoding']).toContain('gzip');
  expect(headers).not.toHaveProperty('cookie');
  expect(headers).not.toHaveProperty('x-forwarded-for');
});

test('a 503 of the catalog is passed on, and nothing is asked again by us', async () => {
  const answer = await fetch(`${router.url}/v1/away`);
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
  expect(await answer.json()).toEqual({ code: 'metadata_unavailable' });
  expect(asked).toBe(1);
});

test('the pages are the catalog’s, and only their paths go there', async () => {
  for (const path of ['/make', '/make/', '/make/assets/a-1.js'])
    expect(await (await fetch(`${router.url}${path}`)).json()).toEqual({ url: path });
  expect((await fetch(`${router.url}/makeover`)).status).toBe(404);
  expect(await (await fetch(`${router.url}/watch/abc?x=1`)).json()).toEqual({ url: '/watch/abc?x=1' });
  expect((await fetch(`${router.url}/watched/abc`)).status).toBe(404);
  // A path may not climb out of what is forwarded.
  expect((await fetch(`${router.url}/watch/%2e%2e/metrics`)).status).not.toBe(200);
});

test.each(['with a length', 'in chunks'])('a body that is too large is refused here, %s', async (how) => {
  const bytes = Buffer.alloc(2_000_000, 'a');
  for (let time = 0; time < 5; time += 1) {
    const answer = await fetch(`${router.url}/v1/videos`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: how === 'in chunks' ? (Readable.toWeb(Readable.from([bytes])) as ReadableStream) : bytes,
      duplex: 'half',
    } as RequestInit).catch(() => undefined);
    // A client may find the connection closed before it has sent all; what it never gets is "try again".
    if (answer !== undefined) expect(answer.status).toBe(413);
  }
});

test('Connection: close is obeyed, whatever the connection to the catalog does', async () => {
  const client = connect({ port: Number(new URL(router.url).port), host: '127.0.0.1' });
  const chunks: Buffer[] = [];
  client.on('data', (chunk: Buffer) => chunks.push(chunk));
  client.write('GET /watch/abc HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  await once(client, 'close');
  expect(Buffer.concat(chunks).toString()).toMatch(/^HTTP\/1\.1 200 .*\r\nconnection: close\r\n/is);
});

test('a client that breaks off its body is not told of as a catalog that is away', async () => {
  const away: unknown[] = [];
  router.context.events.catalogAway = (...told) => away.push(told);
  const port = Number(new URL(router.url).port);
  const post = 'POST /v1/videos HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n';
  for (const text of [
    `${post}Content-Length: 1000\r\n\r\n{`,
    `${post}Transfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\nZZ`,
  ]) {
    const client = connect({ port, host: '127.0.0.1' });
    client.on('error', () => {}).resume();
    client.write(text, () => client.end());
    await once(client, 'close');
  }
  const whole = await fetch(`${router.url}/v1/videos`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  expect(whole.status).toBe(201);
  expect(away).toEqual([]);
});
