import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { createLogger, createServer } from '@understudy/service-kit';
import { expect, onTestFinished, test } from 'vitest';
import { apiDocsRoutes } from './api-docs-routes.js';

function start() {
  const app = createServer({ logger: createLogger('silent', { service: 'test' }), bodyLimitBytes: 1_000 });
  apiDocsRoutes(app, { at: '/v1', document: 'openapi.json', title: 'An API' });
  onTestFinished(() => app.close());
  return app;
}

test('the document is that of docs/reference, asked for again only when it has changed', async () => {
  const app = start();
  const answer = await app.inject('/v1/openapi.json');
  const path = new URL('../../../docs/reference/openapi.json', import.meta.url);
  // It is copied by `npm run build`.
  expect(answer.json()).toEqual(JSON.parse(await readFile(path, 'utf8')));
  expect(answer.headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-cache' });
  const { etag = '' } = answer.headers;
  const again = await app.inject({ url: '/v1/openapi.json', headers: { 'if-none-match': etag } });
  expect([again.statusCode, again.body]).toEqual([304, '']);
  const zipped = await app.inject({ url: '/v1/openapi.json', headers: { 'accept-encoding': 'gzip' } });
  expect(gunzipSync(zipped.rawPayload).toString()).toBe(answer.body);
  expect(zipped.headers.etag).not.toBe(etag);
});

test('the page has all that it needs beside it, and nothing else may run in it', async () => {
  const app = start();
  const redirected = await app.inject('/v1/docs');
  expect([redirected.statusCode, redirected.headers.location]).toEqual([308, 'docs/']);
  const page = await app.inject('/v1/docs/');
  expect(page.headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self';/);
  expect(page.headers['content-security-policy']).not.toMatch(/unsafe|https?:/);
  expect(page.body).toContain('<title>An API</title>');
  const names = [...page.body.matchAll(/(?:src|href)="([^":]+)"/g)].map(([, name = '']) => name);
  expect(names.sort()).toEqual(['start.js', 'swagger-ui-bundle.js', 'swagger-ui.css']);
  for (const name of names) {
    const file = await app.inject(`/v1/docs/${name}`);
    expect(file.statusCode, name).toBe(200);
    expect(file.headers['x-content-type-options']).toBe('nosniff');
  }
  expect((await app.inject('/v1/docs/start.js')).body).toContain("url: '../openapi.json'");
});

test('no other file is served', async () => {
  const app = start();
  for (const name of ['openapi-admin.json', '..%2fopenapi.json', '__proto__', 'swagger-ui.LICENSE', 'x'])
    expect((await app.inject(`/v1/docs/${name}`)).statusCode, name).toBe(404);
});
