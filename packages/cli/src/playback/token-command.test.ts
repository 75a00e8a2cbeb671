import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { dispatch } from '../dispatch.js';
import { testTerminal } from '../testing/terminal.js';

const signed = {
  ...{ token: 'a.b.c', tokenId: 'the-id', expires: '2026-11-29T18:00:00.000Z' },
  urls: { mp4: '/v/x/video.mp4?token=a.b.c' },
};

/** A router that signs what it is asked for. The real catalog is tested in services/catalog. */
async function start() {
  const asked: { path: string; body: unknown }[] = [];
  const server = createServer(async (request, response) => {
    // Its port was somebody else's a moment ago: whoever still asks that one is not meant.
    if (request.method !== 'POST') return void response.writeHead(404).end();
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    asked.push({ path: request.url ?? '', body: JSON.parse(Buffer.concat(chunks).toString()) });
    response.writeHead(201).end(JSON.stringify(signed));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const run = async (...args: string[]) => {
    const { terminal, told } = testTerminal();
    const env = { UNDERSTUDY_URL: url, UNDERSTUDY_API_KEY: 'the-key' };
    return { code: await dispatch(['token', ...args], env, terminal), ...told };
  };
  return { asked, run, url };
}

test('a token is printed first, with its URLs', async () => {
  const { asked, run, url } = await start();
  const { code, printed } = await run(
    'x',
    '--for',
    '2h',
    '--viewer',
    'v',
    '--address',
    '10.0.0.0/8',
    '--streams',
    '2',
  );
  expect([code, printed.join('\n').split('\n')]).toEqual([
    0,
    [
      'a.b.c',
      '  token ID     the-id',
      '  good until   2026-11-29T18:00:00.000Z',
      `  mp4          ${url}/v/x/video.mp4?token=a.b.c`,
    ],
  ]);
  const body = { ttlS: 7_200, viewer: 'v', address: '10.0.0.0/8', streams: 2 };
  expect(asked).toEqual([{ path: '/v1/videos/x/tokens', body }]);
  expect((await run('x', '--json')).printed).toEqual([JSON.stringify(signed)]);
});

test.each([
  [[], /name one ID/],
  [['x', 'y'], /name one ID/],
  [['x', '--for', 'ever'], /not ever/],
  [['x', '--streams', 'many'], /not many/],
])('%j is not understood', async (args, why) => {
  const { asked, run } = await start();
  const { code, warned } = await run(...args);
  expect([code, asked]).toEqual([2, []]);
  expect(warned.join()).toMatch(why);
});
