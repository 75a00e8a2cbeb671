import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { description, startCatalog } from '../testing/start-catalog.js';

test('a description gets an ID, and the same description the same one', async () => {
  const { post, ids } = await startCatalog();
  const first = await post('/v1/videos', description);
  expect(first.statusCode).toBe(201);
  const { id } = first.json();
  expect(ids.decode(id)).toBeTypeOf('bigint');
  expect(first.json().urls).toEqual({
    mp4: `/v/${id}/video.mp4`,
    hls: `/v/${id}/index.m3u8`,
    multivariant: `/v/${id}/multivariant.m3u8`,
    poster: `/v/${id}/poster.jpg`,
    storyboard: `/v/${id}/storyboard.vtt`,
    watch: `/watch/${id}`,
  });
  const { title, ...others } = description;
  const again = await post('/v1/videos', { ...others, title });
  expect([again.statusCode, again.json()]).toEqual([200, first.json()]);
});

test('a catalog over a new store does not give the IDs of a store that was lost: workers still have its videos', async () => {
  const ids = await Promise.all(
    [1, 2].map(async () => {
      const catalog = await startCatalog();
      return catalog.ids.decode((await catalog.post('/v1/videos', description)).json().id);
    }),
  );
  expect(ids[0]).not.toBe(ids[1]);
});

test('URLs are absolute where a public URL is configured', async () => {
  const { post } = await startCatalog({ UNDERSTUDY_PUBLIC_URL: 'https://video.example/' });
  const { id, urls } = (await post('/v1/videos', description)).json();
  expect(urls.mp4).toBe(`https://video.example/v/${id}/video.mp4`);
});

test('a wrong description is refused with the path of each field', async () => {
  const { post } = await startCatalog();
  const answer = await post('/v1/videos', {
    ...description,
    width: 5000,
    scenes: [{ duration: 1, source: { type: 'clip', name: '../secret.mp4' } }],
    extra: 1,
  });
  expect(answer.statusCode).toBe(400);
  expect(answer.headers['content-type']).toBe('application/problem+json');
  const { code, errors } = answer.json();
  expect(code).toBe('invalid_description');
  expect(errors.map((error: { path: string }) => error.path).sort()).toEqual([
    '/extra',
    '/scenes/0/source/name',
    '/width',
  ]);
});

test('a clip must be in the library', async () => {
  const { post, dataDir } = await startCatalog({ UNDERSTUDY_LIBRARY: '' });
  const libraryDir = join(dataDir, 'library');
  await mkdir(join(libraryDir, 'folder'), { recursive: true });
  await writeFile(join(libraryDir, 'here.mp4'), '');
  const clips = {
    ...description,
    scenes: ['here.mp4', 'gone.mp4', 'folder'].map((name) => ({
      duration: 1,
      source: { type: 'clip', name },
    })),
  };
  expect((await post('/v1/videos', clips)).statusCode).toBe(201);

  const checking = await startCatalog({ UNDERSTUDY_LIBRARY: libraryDir });
  const answer = await checking.post('/v1/videos', clips);
  expect(answer.statusCode).toBe(400);
  expect(answer.json().errors.map((error: { path: string }) => error.path)).toEqual([
    '/scenes/1/source/name',
    '/scenes/2/source/name',
  ]);
  expect(answer.body).not.toContain(libraryDir);

  await writeFile(join(libraryDir, 'gone.mp4'), 'x'.repeat(1_001));
  const limited = await startCatalog({ UNDERSTUDY_LIBRARY: libraryDir, UNDERSTUDY_CLIP_BYTES: '1000' });
  expect((await limited.post('/v1/videos', clips)).json().errors[0]).toEqual({
    path: '/scenes/1/source/name',
    message: 'is a clip of 1001 bytes, must have 1000 at most: gone.mp4',
  });
});

test('creating needs a key; a body over the limit is refused', async () => {
  const { app, post } = await startCatalog();
  const anonymous = await app.inject({ method: 'POST', url: '/v1/videos', payload: description });
  expect([anonymous.statusCode, anonymous.json().code]).toEqual([401, 'unauthorized']);
  const large = await post('/v1/videos', { ...description, title: 'x'.repeat(600_000) });
  expect([large.statusCode, large.json().code]).toEqual([413, 'payload_too_large']);
});
