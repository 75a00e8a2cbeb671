import { gunzipSync } from 'node:zlib';
import { opaqueIdLength } from '@understudy/opaque-id';
import { expect, test } from 'vitest';
import { description, startCatalog } from '../testing/start-catalog.js';
import { readPlayerAssets } from '../watch/player-assets.js';

/** Gzipped: of the player and the controls, and with hls.js, which is two thirds of it. */
const mostScriptBytes = 50_000;
const mostBytes = 170_000;

test('the page’s scripts are served from where it is, for good, and compressed where that is taken', async () => {
  const { app, post, get } = await startCatalog();
  const { id } = (await post('/v1/videos', description)).json();
  const page = await get(`/watch/${id}`);
  const [, script] = /<script type="module" src="([^"]+)"/.exec(page.body) ?? [];
  const url = new URL(`${script}`, `http://router/watch/${id}`).pathname;

  const plain = await get(url);
  expect(plain.statusCode).toBe(200);
  expect(plain.headers).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'accept-encoding',
  });
  for (const taken of ['gzip', 'br, gzip;q=0.5', 'deflate,GZIP , br']) {
    const small = await app.inject({ url, headers: { 'accept-encoding': taken } });
    expect(small.headers['content-encoding'], taken).toBe('gzip');
    expect(gunzipSync(small.rawPayload).toString()).toBe(plain.body);
  }
  for (const notTaken of ['br', 'gzip;q=0', 'gzip;q=0.0, br', 'identity']) {
    const large = await app.inject({ url, headers: { 'accept-encoding': notTaken } });
    expect(large.headers['content-encoding'], notTaken).toBeUndefined();
  }

  // hls.js, which the player imports where the browser needs it.
  const [, imported] = /import\(`\.\/([^`]+)`\)/.exec(plain.body) ?? [];
  const hlsJs = await get(new URL(`${imported}`, `http://router${url}`).pathname);
  expect(hlsJs.statusCode).toBe(200);
  expect(hlsJs.body).toContain('hls.js, Apache-2.0');
});

test('what a viewer loads is small', async () => {
  const { files, entry } = await readPlayerAssets();
  expect(files.get(entry)?.gzipped.length).toBeLessThan(mostScriptBytes);
  const bytes = [...files.values()].reduce((sum, { gzipped }) => sum + gzipped.length, 0);
  expect(bytes).toBeLessThan(mostBytes);
});

test('no ID is taken for a script, and no other file is served', async () => {
  const { get } = await startCatalog();
  expect('assets').not.toHaveLength(opaqueIdLength);
  for (const path of ['', '/', '/.bundled', '/../main.js', '/%2e%2e%2fmain.js', '/player.js', '/__proto__']) {
    const answer = await get(`/watch/assets${path}`);
    expect([answer.statusCode, answer.headers['cache-control']], path).toEqual([404, 'no-store']);
  }
});
