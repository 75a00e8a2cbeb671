import { expect, test } from 'vitest';
import { description, startCatalog } from '../testing/start-catalog.js';

test('the page plays the video and runs nothing of its title', async () => {
  const { post, get } = await startCatalog();
  const title = `<script>alert('1')</script> & "quotes"`;
  const { id, urls } = (await post('/v1/videos', { ...description, title })).json();
  const page = await get(`/watch/${id}`);
  expect(page.statusCode).toBe(200);
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(page.headers['content-security-policy']).toMatch(
    /^default-src 'none'; script-src 'self'; connect-src 'self'; media-src 'self' blob:; img-src 'self'; style-src 'sha256-/,
  );
  expect(page.body.match(/<script[^>]*>/g)).toEqual([
    expect.stringMatching(/^<script type="module" src="assets\/player-[\w-]+\.js">$/),
  ]);
  expect(page.body).toContain(
    '<title>&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt; &amp; &quot;quotes&quot;</title>',
  );
  expect(page.body).toContain(`<source src="${urls.mp4}" type="video/mp4">`);
  expect(page.body).toContain(`poster="${urls.poster}"`);
  expect(page.body).toMatch(/<video controls [^>]*aria-labelledby="title"/);
  // Both would load it.
  expect(page.body).toMatch(new RegExp(`<video [^>]*preload="none" [^>]*data-video-id="${id}"`));
});

test('media from another origin are allowed by the policy', async () => {
  const { post, get } = await startCatalog({ UNDERSTUDY_PUBLIC_URL: 'https://video.example/base' });
  const { id } = (await post('/v1/videos', description)).json();
  const page = await get(`/watch/${id}`);
  expect(page.headers['content-security-policy']).toMatch(
    /connect-src https:\/\/video\.example; media-src https:\/\/video\.example blob:;/,
  );
  expect(page.body).toContain('data-video-origins="https://video.example/base"');
  expect(page.body).toContain(`src="https://video.example/base/v/${id}/video.mp4"`);
});

test('with several public addresses the player has them all, and the policy allows them', async () => {
  const UNDERSTUDY_PUBLIC_ORIGINS = 'https://video1.example,https://video2.example:8443/base';
  const without = await startCatalog({ UNDERSTUDY_PUBLIC_ORIGINS });
  const { id } = (await without.post('/v1/videos', description)).json();
  const page = await without.get(`/watch/${id}`);
  expect(page.headers['content-security-policy']).toContain(
    "connect-src 'self' https://video1.example https://video2.example:8443; media-src 'self' https://video1.example https://video2.example:8443 blob:; img-src 'self' https://video1.example https://video2.example:8443;",
  );
  expect(page.body).toContain('data-video-origins="https://video1.example https://video2.example:8443/base"');

  const withUrl = await startCatalog({
    UNDERSTUDY_PUBLIC_ORIGINS,
    UNDERSTUDY_PUBLIC_URL: 'https://video1.example',
  });
  const { id: other } = (await withUrl.post('/v1/videos', description)).json();
  expect((await withUrl.get(`/watch/${other}`)).headers['content-security-policy']).toContain(
    'connect-src https://video1.example https://video2.example:8443;',
  );
});

test('a token is behind every address of the video, and nothing else gets into the page', async () => {
  const { post, get } = await startCatalog();
  const { id } = (await post('/v1/videos', description)).json();
  const page = await get(`/watch/${id}?token=a.b-c_d`);
  for (const part of ['video.mp4', 'index.m3u8', 'poster.jpg', 'storyboard.vtt'])
    expect(page.body).toContain(`"/v/${id}/${part}?token=a.b-c_d"`);
  expect(page.body).toContain('data-video-token="a.b-c_d"');
  for (const query of ['token=%22%3E%3Cscript%3E', 'token=a&token=b', `token=${'a'.repeat(4_097)}`])
    expect((await get(`/watch/${id}?${query}`)).body).not.toContain('token');
});

test('the page may be in a frame of everybody, or of those that are named and of this service itself', async () => {
  const ancestorsWith = async (env: Record<string, string>) => {
    const { post, get } = await startCatalog(env);
    const { id } = (await post('/v1/videos', description)).json();
    const policy = String((await get(`/watch/${id}`)).headers['content-security-policy']);
    return /frame-ancestors ([^;]*)/.exec(policy)?.[1];
  };
  expect(await ancestorsWith({})).toBe('*');
  expect(await ancestorsWith({ UNDERSTUDY_EMBEDDED_BY: 'none' })).toBe("'self'");
  expect(
    await ancestorsWith({
      UNDERSTUDY_EMBEDDED_BY: 'https://www.example.com, https://*.example.org:8443',
      UNDERSTUDY_PUBLIC_URL: 'https://video.example/base',
    }),
  ).toBe("'self' https://video.example https://www.example.com https://*.example.org:8443");
});

test.each([
  'www.example.com',
  'https://a.example; script-src *',
  "https://a.example 'unsafe-inline'",
  'https://a.example/path',
  'https://*',
  'data:',
  '*,https://a.example',
])('%s is nobody who may have it in a frame', async (UNDERSTUDY_EMBEDDED_BY) => {
  await expect(startCatalog({ UNDERSTUDY_EMBEDDED_BY })).rejects.toMatchObject({
    code: 'invalid_configuration',
    message: expect.stringContaining('UNDERSTUDY_EMBEDDED_BY'),
  });
});
