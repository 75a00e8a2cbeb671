import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { ApiError, createAdminClient, createPublicClient } from './index.js';

/** A server that answers as the test says; what it was asked. */
async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const asked: { method?: string; url?: string; key?: string; range?: string; body: string }[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const { method, url, headers } = request;
    asked.push({
      method,
      url,
      key: headers.authorization,
      range: headers.range,
      body,
    } as (typeof asked)[number]);
    answer(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** How a call ends that has no good answer. */
async function faultOf(call: Promise<unknown>): Promise<ApiError> {
  const error = await call.then(
    () => new Error('it was answered'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof ApiError)) throw error;
  return error;
}

test('values go where the document has them, and the answer is its JSON', async () => {
  const { asked, url } = await serve((_request, response) => response.end('{"workers":[]}'));
  const admin = createAdminClient({ url: `${url}/`, key: 'the-key' });
  const evicted = await admin.post('/admin/videos/{id}/evict', {
    path: { id: 'a/b' },
    query: { worker: 'w 1' },
  });
  expect(evicted.workers).toEqual([]);
  await admin.put('/admin/replication', { body: { policy: 'hot' } });
  expect(asked).toEqual([
    { method: 'POST', url: '/admin/videos/a%2Fb/evict?worker=w+1', key: 'Bearer the-key', body: '' },
    { method: 'PUT', url: '/admin/replication', key: 'Bearer the-key', body: '{"policy":"hot"}' },
  ]);
});

test('what has no body is undefined, and what is opened is read bit by bit', async () => {
  const { asked, url } = await serve(({ method }, response) => {
    if (method === 'DELETE') response.writeHead(204).end();
    else response.writeHead(206).end('bytes');
  });
  const client = createPublicClient({ url });
  expect(await client.delete('/v1/videos/{id}', { path: { id: 'x' } })).toBeUndefined();
  const opened = await client.open('/v/{id}/{k}.m4s', {
    path: { id: 'x', k: 0 },
    header: { range: 'bytes=0-4' },
  });
  expect([opened.status, await opened.text()]).toEqual([206, 'bytes']);
  expect(asked[1]).toMatchObject({ url: '/v/x/0.m4s', range: 'bytes=0-4' });
  expect(asked[0]?.key).toBeUndefined();
});

test('a problem document is an error with its code, its fields, and when to come back', async () => {
  const problem = {
    title: 'Not now.',
    status: 503,
    code: 'metadata_unavailable',
    detail: 'Soon.',
    errors: [{ path: '/title', message: 'must be shorter' }],
  };
  const { url } = await serve((_request, response) =>
    response.writeHead(503, { 'retry-after': '5' }).end(JSON.stringify(problem)),
  );
  const error = await faultOf(createAdminClient({ url }).get('/admin/cluster'));
  expect(error).toMatchObject({ code: 'metadata_unavailable', status: 503, retryAfterS: 5, problem });
  expect(error.message).toBe('Not now. Soon. title must be shorter');
});

test('what is no answer of this API is told apart by its code', async () => {
  const { url } = await serve(({ url: asked }, response) => {
    if (asked === '/admin/cluster') response.writeHead(502).end('<p>Bad gateway');
    else if (asked === '/admin/ring') response.end('{"epoch":');
    else response.writeHead(200, { 'content-length': 10 }).write('{', () => response.destroy());
  });
  const admin = createAdminClient({ url, name: 'the console' });
  expect(await faultOf(admin.get('/admin/cluster'))).toMatchObject({
    ...{ code: 'not_understood', status: 502, message: 'the console answers 502' },
  });
  expect((await faultOf(admin.get('/admin/ring'))).code).toBe('not_understood');
  expect((await faultOf(admin.get('/admin/streams'))).code).toBe('broken_off');
  const nobody = createAdminClient({ url: 'http://127.0.0.1:1', name: 'the console' });
  expect(await faultOf(nobody.get('/admin/ring'))).toMatchObject({
    ...{ code: 'unreachable', message: 'the console does not answer' },
  });
});

test('every call has a deadline: for the whole answer, or for the head of what is opened', async () => {
  const headDeadlineMs = 800;
  const { url } = await serve(({ url: asked }, response) => {
    if (asked === '/admin/ring') return;
    response.write('{');
    if (asked === '/metrics') setTimeout(() => response.end('}'), headDeadlineMs + 200);
  });
  const admin = createAdminClient({ url, timeoutMs: 50 });
  for (const path of ['/admin/ring', '/admin/cluster'] as const)
    expect((await faultOf(admin.get(path))).code, path).toBe('too_slow');
  expect((await faultOf(admin.open('/admin/ring'))).code).toBe('too_slow');
  const opened = await admin.open('/metrics', { timeoutMs: headDeadlineMs });
  expect(await opened.text()).toBe('{}');
});

test("the caller's signal ends a call with its own reason", async () => {
  const { url } = await serve(() => {});
  const left = new AbortController();
  const call = createAdminClient({ url }).get('/admin/ring', { signal: left.signal });
  left.abort(new Error('the page was closed'));
  await expect(call).rejects.toThrow('the page was closed');
});
