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

async function appWith(files: Readonly<Record<string, string>>, playsFrom: string | null = null) {
  const directory = await mkdtemp(join(tmpdir(), 'understudy-page-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  await mkdir(join(directory, 'assets'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
  const app = fastify();
  pageRoute(app, pathToFileURL(`${directory}/`), playsFrom);
  return app;
}

test('the page is asked for every time, its assets once; nothing else may run in it', async () => {
  const app = await appWith({ 'index.html': '<p>page', 'assets/a-1.js': 'run()', '.bundled': 'digest' });
  const page = await app.inject('/');
  expect([page.statusCode, page.body]).toEqual([200, '<p>page']);
  expect(page.headers['cache-control']).toBe('no-store');
  expect(page.headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self';/);
  expect(page.headers['content-security-policy']).not.toContain('unsafe');
  const asset = await app.inject({ url: '/assets/a-1.js', headers: { 'accept-encoding': 'br, gzip' } });
  expect(asset.headers).toMatchObject({
    'cache-control': 'public, max-age=31536000, immutable',
    'content-type': 'text/javascript; charset=utf-8',
    'content-encoding': 'gzip',
  });
  expect(gunzipSync(asset.rawPayload).toString()).toBe('run()');
  for (const url of ['/.bundled', '/index.html', '/assets/a-2.js'])
    expect((await app.inject(url)).statusCode).toBe(404);
});

test('where videos are played in it, they come from their address and from nowhere else', async () => {
  const policyOf = async (playsFrom: string | null) =>
    String(
      (await (await appWith({ 'index.html': '' }, playsFrom)).inject('/')).headers['content-security-policy'],
    );
  expect(await policyOf(null)).toContain("connect-src 'self';");
  expect(await policyOf(null)).not.toContain('media-src');
  const playing = await policyOf('http://127.0.0.1:8080/some/path');
  expect(playing).toContain(
    "connect-src 'self' http://127.0.0.1:8080; media-src http://127.0.0.1:8080 blob:;",
  );
});

test('without a bundle the page says what to run', async () => {
  const app = fastify();
  pageRoute(app, new URL('file:///nowhere/'), null);
  const page = await app.inject('/');
  expect(page.statusCode).toBe(503);
  expect(page.body).toContain('npm run build');
});

test('the first load is small', () => {
  const files = readBundle(bundleDirectory);
  const names = loadedFirst(files);
  // It is built by `npm run build`.
  expect(names.length).toBeGreaterThan(2);
  const bytes = names.reduce((sum, name) => sum + (files.get(name)?.gzipped.length ?? 0), 0);
  expect(bytes).toBeLessThan(mostBytes);
  // What draws charts and what plays comes when it is needed.
  expect(names.length).toBeLessThan(files.size);
});

/** The page, what it names, and what scripts among that import at once. */
function loadedFirst(files: ReturnType<typeof readBundle>): string[] {
  const found = new Set<string>();
  const open = ['index.html'];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const file = files.get(name);
    if (file === undefined || found.has(name)) continue;
    found.add(name);
    const text = file.body.toString();
    const named = name.endsWith('.html')
      ? text.matchAll(/(?:src|href)="\.?\/([^"]+)"/g)
      : text.matchAll(/(?:from|import)\s*["']\.\/([^"']+)["']/g);
    const folder = name.endsWith('.html') ? '' : 'assets/';
    for (const [, path] of named) open.push(`${folder}${path}`);
  }
  return [...found];
}
