import { afterEach, beforeEach, expect, test } from 'vitest';
import { TestRouter } from '../testing/test-router.js';
import { playPaths } from './play-schemas.js';

let router: TestRouter;
beforeEach(async () => {
  router = await TestRouter.start(Buffer.from('a video'));
});
afterEach(() => router.close());

test('every path that the document has is played, each part by its own path', async () => {
  const id = new URL(router.part('video.mp4')).pathname.split('/')[2] as string;
  const values = { id, k: '0', rendition: '480p', part: 'video.mp4' };
  const paths = playPaths.map(({ url }) =>
    url.replaceAll(/:(id|k|rendition|part)\b/g, (_, name: keyof typeof values) => values[name]),
  );
  expect(new Set(paths).size).toBe(7);
  for (const path of paths) {
    for (const method of ['GET', 'HEAD']) {
      const answer = await fetch(router.url + path, { method });
      expect([answer.status, await answer.text()], `${method} ${path}`).toEqual([
        200,
        method === 'GET' ? 'a video' : '',
      ]);
    }
  }
});
