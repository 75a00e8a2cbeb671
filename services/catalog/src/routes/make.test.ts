import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { startCatalog } from '../testing/start-catalog.js';

/** Of all that the page loads, gzipped: the editor is most of it. */
const mostBytes = 220_000;

test('the page is there under a policy without exceptions, and its assets for good', async () => {
  const { app, get } = await startCatalog();
  const page = await get('/make/');
  expect(page.headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'content-security-policy':
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; frame-src 'self'; base-uri 'none'; " +
      "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
  });
  const loaded = [...page.body.matchAll(/(?:src|href)="(\.\/assets\/[^"]+)"/g)].map(([, path]) => path);
  expect(loaded.map((path) => /\.(\w+)$/.exec(`${path}`)?.[1]).sort()).toEqual(['css', 'js']);
  let bytes = 0;
  for (const path of loaded) {
    const { pathname } = new URL(`${path}`, 'http://router/make/');
    const asset = await app.inject({ url: pathname, headers: { 'accept-encoding': 'gzip' } });
    expect(asset.headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-encoding': 'gzip',
      'x-content-type-options': 'nosniff',
    });
    expect((await get(pathname)).body).toBe(gunzipSync(asset.rawPayload).toString());
    bytes += asset.rawPayload.length;
  }
  expect(bytes).toBeLessThan(mostBytes);
});

test('its address ends in a slash, also below a path of another service', async () => {
  const { get } = await startCatalog({ UNDERSTUDY_PUBLIC_URL: 'https://video.example/base' });
  const answer = await get('/make');
  expect([answer.statusCode, answer.headers.location]).toEqual([308, 'make/']);
  expect((await get('/make/')).headers['content-security-policy']).toContain(
    "frame-src 'self' https://video.example;",
  );
  for (const name of ['index.html', '.bundled', '..%2findex.html', '__proto__'])
    expect((await get(`/make/assets/${name}`)).statusCode, name).toBe(404);
});
