import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { fastify } from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { bundleDirectory, readBundle } from '../page-bundle.js';
import { pageRoute } from './page.js';

/** Of what a browser loads first, gzipped. */
const mostBytes = 150_000;

async function appWith(files: Readonly<Record<string, string>>) {
  const directory = await mkdtemp(join(tmpdir(), 'understudy-page-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  await mkdir(join(directory, 'assets'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
  const app = fastify();
  pageRoute(app, pathToFileURL(`${directory}/`), 'https://video.example/here');
  return app;
}

test('the page is asked for every time, its assets once; nothing else may run in it', async () => {
  const app = await appWith({ 'index.html': '<p>page', 'assets/a-1.js': 'run()', '.bundled': 'digest' });
  const page = await app.inject('/');
  expect([page.statusCode, page.body]).toEqual([200, '<p>page']);
  expect(page.headers['cache-control']).toBe('no-store');
  expect(page.headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self';/);
  expect(page.headers['content-security-policy']).not.toContain('unsafe');
  expect(page.headers['content-security-policy']).toContain('media-src https://video.example;');
  const asset = await app.inject({ url: '/assets/a-1.js', headers: { 'accept-encoding': 'br, gzip' } });
  expect(asset.headers).toMatchObject({
    'cache-control': 'public, max-age=31536000, immutable',
    'content-type': 'text/javascript; charset=utf-8',
    'content-encoding': 'gzip',
    'x-content-type-options': 'nosniff',
  });
  expect(gunzipSync(asset.rawPayload).toString()).toBe('run()');
  for (const url of ['/.bundled', '/index.html', '/assets/a-2.js'])
    expect((await app.inject(url)).statusCode).toBe(404);
});

test('without a bundle the page says what to run', async () => {
  const app = fastify();
  pageRoute(app, new URL('file:///nowhere/'), null);
  const page = await app.inject('/');
  expect(page.statusCode).toBe(503);
  expect(page.body).toContain('npm run build');
});

test('the first load is small', () => {
  const files = [...readBundle(bundleDirectory).values()];
  // It is built by `npm run build`.
  expect(files.length).toBeGreaterThan(2);
  const bytes = files.reduce((sum, { gzipped }) => sum + gzipped.length, 0);
  expect(bytes).toBeLessThan(mostBytes);
});
