import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { dispatch } from '../dispatch.js';
import { temporaryDataDir } from '../testing/data-dir.js';
import { testTerminal } from '../testing/terminal.js';

interface Faults {
  /** The response ends before it is whole. */
  readonly cut?: boolean;
  /** It asks for a token, which it signs. */
  readonly signed?: boolean;
}

/** A router that takes every description but one with the title `bad`. The real one is tested in test/cluster. */
async function start({ cut = false, signed = false }: Faults = {}) {
  const created: { key: string; description: unknown }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { url, method, headers } = request;
    if (method === 'POST' && url === '/v1/videos') {
      const description = JSON.parse(Buffer.concat(chunks).toString()) as { title: string };
      created.push({ key: headers.authorization ?? '', description });
      if (description.title === 'bad') {
        const errors = [
          { path: '/title', message: 'must be better' },
          { path: '/width', message: 'must be even' },
        ];
        response
          .writeHead(400)
          .end(
            JSON.stringify({ code: 'invalid_description', title: 'The description is not valid.', errors }),
          );
        return;
      }
      response.writeHead(201).end(JSON.stringify({ id: 'abc', urls: { mp4: '/v/abc/video.mp4' } }));
    } else if (url === '/v1/videos/abc/tokens') {
      response.writeHead(201).end(JSON.stringify({ token: 'a.b.c' }));
    } else if (signed && url === '/v/abc/video.mp4') {
      response.writeHead(401).end(JSON.stringify({ code: 'token_missing', title: 'No.' }));
    } else if (url === '/v1/videos/abc') {
      const progress = { sealedSegments: 3, totalSegments: 3, durationSeconds: 15, bytes: 30 };
      response.end(JSON.stringify(progress));
    } else {
      response.writeHead(200, { 'content-length': 30 });
      response.write(Buffer.alloc(20), () => {
        if (cut) response.destroy();
        else response.end(Buffer.alloc(10));
      });
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const dataDir = await temporaryDataDir();
  await writeFile(join(dataDir, 'cluster.json'), JSON.stringify({ router: { url }, apiKey: 'the-key' }));
  const file = async (text: string) => {
    const path = join(dataDir, 'description.json');
    await writeFile(path, text);
    return path;
  };
  const run = async (args: readonly string[], env: NodeJS.ProcessEnv = { UNDERSTUDY_DATA: dataDir }) => {
    const { terminal, told } = testTerminal();
    const code = await dispatch(['make', ...args], env, terminal);
    return { code, ...told };
  };
  return { created, url, file, run };
}

test('a video is created and played once, and what happens is told', async () => {
  const { created, url, file, run } = await start();
  const { code, printed } = await run([await file('{"title":"good"}')]);
  expect(code).toBe(0);
  expect(created).toEqual([{ key: 'Bearer the-key', description: { title: 'good' } }]);
  expect(printed[0]).toBe(`video abc\n  mp4          ${url}/v/abc/video.mp4`);
  const told = printed.slice(1).join('\n');
  expect(told).toMatch(/^first byte after \d+\.\d\d s$/m);
  expect(told).toMatch(/^segment 3 of 3, 30 bytes, \d+\.\d x real time$/m);
  expect(told).toMatch(/^complete: 15 s of video, 30 bytes, in \d+\.\d s$/m);
});

test('where playback is signed it plays by a token of its own', async () => {
  const { file, run } = await start({ signed: true });
  const { code, printed } = await run([await file('{"title":"good"}')]);
  expect([code, printed.at(-1)]).toEqual([0, expect.stringMatching(/^complete: /)]);
  expect(printed.join()).not.toContain('a.b.c');
});

test('--json prints an object a line, --no-wait only creates', async () => {
  const { url, file, run } = await start();
  const path = await file('{"title":"good"}');
  const { printed } = await run([path, '--json']);
  expect(printed.map((line) => (JSON.parse(line) as { event: string }).event)).toEqual(
    expect.arrayContaining(['created', 'first byte', 'complete']),
  );
  const created = await run([path, '--no-wait', '--json']);
  expect(created.printed.map((line) => JSON.parse(line))).toEqual([
    { event: 'created', id: 'abc', urls: { mp4: `${url}/v/abc/video.mp4` } },
  ]);
});

test('another cluster is named by its URL, and its key', async () => {
  const { created, url, file, run } = await start();
  const path = await file('{"title":"good"}');
  const env = { UNDERSTUDY_URL: url, UNDERSTUDY_API_KEY: 'another-key' };
  expect((await run([path, '--no-wait'], env)).code).toBe(0);
  expect(created[0]?.key).toBe('Bearer another-key');
  const { code, warned } = await run([path], { UNDERSTUDY_URL: url });
  expect([code, warned]).toEqual([1, ['UNDERSTUDY_URL needs UNDERSTUDY_API_KEY']]);
});

test('what is wrong is said', async () => {
  const { file, run } = await start();
  expect(await run([await file('{"title":"bad"}')])).toMatchObject({
    code: 1,
    warned: ['The description is not valid.\n  title must be better\n  width must be even'],
  });
  const path = await file('{');
  expect((await run([path])).warned.join()).toContain(`${path} is no JSON`);
  expect((await run([`${path}.none`])).warned).toEqual([`there is no file ${path}.none`]);
  expect((await run([])).code).toBe(2);
  expect((await run([path, path])).code).toBe(2);
});

test('a response that is cut is a failure', async () => {
  const { file, run } = await start({ cut: true });
  const { code, warned } = await run([await file('{"title":"good"}')]);
  expect(code).toBe(1);
  expect(warned.join()).toContain('the response was cut after 20 bytes');
});
