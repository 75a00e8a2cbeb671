import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type ScrubPass, verifyRequest } from '@understudy/peer-protocol';
import { expect, onTestFinished, test } from 'vitest';
import { openClusterKeys } from '../data-dir/cluster-keys.js';
import { dispatch } from '../dispatch.js';
import { temporaryDataDir } from '../testing/data-dir.js';
import { testTerminal } from '../testing/terminal.js';

const ended: ScrubPass = { beganAtMs: 1, endedAtMs: 2, pieces: 3, bytes: 400, findings: 0, failed: 0 };

/** What a worker shows of itself to those who know the secret: a pass that goes on, then `pass`. The whole one is tested in test/cluster. */
async function startPeer(secret: Uint8Array, pass: ScrubPass) {
  const requests: string[] = [];
  let looks = 0;
  const server = createServer((request, response) => {
    const { method = '', url: path = '', headers } = request;
    request.resume();
    if (!verifyRequest(secret, { method, path, headers }, Date.now()).ok) {
      response.writeHead(401).end('{}');
      return;
    }
    requests.push(`${method} ${path}`);
    looks += method === 'GET' ? 1 : 0;
    const shown = looks > 1 ? pass : { ...pass, endedAtMs: undefined };
    response.end(JSON.stringify({ scrub: { pass: shown } }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { requests, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function startPeers(second: Partial<ScrubPass> = {}) {
  const dataDir = await temporaryDataDir();
  const secret = Buffer.from((await openClusterKeys(dataDir)).peerSecret, 'base64');
  const w1 = await startPeer(secret, ended);
  const w2 = await startPeer(secret, { ...ended, ...second });
  const workers = [
    { id: 'w1', url: w1.url },
    { id: 'w2', url: w2.url },
  ];
  await writeFile(join(dataDir, 'cluster.json'), JSON.stringify({ workers }));
  const scrub = async (...args: string[]) => {
    const { terminal, told } = testTerminal();
    const code = await dispatch(['scrub', ...args], { UNDERSTUDY_DATA: dataDir }, terminal);
    return { code, printed: told.printed, warned: told.warned };
  };
  return { w1, w2, scrub };
}

test('every worker is told to, or those that are named', async () => {
  const { w1, w2, scrub } = await startPeers();
  expect(await scrub()).toMatchObject({
    code: 0,
    printed: [expect.stringMatching(/^w1 /), expect.stringMatching(/^w2 /)],
  });
  expect([w1.requests, w2.requests]).toEqual([['POST /scrub'], ['POST /scrub']]);
  expect(await scrub('w2')).toMatchObject({ code: 0 });
  expect([w1.requests, w2.requests]).toEqual([['POST /scrub'], ['POST /scrub', 'POST /scrub']]);
});

test('--wait tells what came of it, and fails where damage is left', async () => {
  const { w1, scrub } = await startPeers({ findings: 2, failed: 1 });
  expect(await scrub('--wait', 'w1')).toMatchObject({
    code: 0,
    printed: ['w1 reads all that it has', 'w1: 3 files of 400 bytes in all were read, none is damaged'],
  });
  expect(w1.requests).toEqual(['POST /scrub', 'GET /status', 'GET /status']);
  const { code, printed } = await scrub('--wait', 'w2');
  expect(code).toBe(1);
  expect(printed.at(-1)).toMatch(/2 were damaged, 1 of them could not be replaced/);
});

test('a worker that does not run is named, and so is a directory without a cluster', async () => {
  const { w1, scrub } = await startPeers();
  expect(await scrub('w1', 'w9')).toMatchObject({
    code: 1,
    warned: ['no worker w9 runs; those that do are w1, w2'],
  });
  expect(w1.requests).toEqual([]);
  const { terminal, told } = testTerminal();
  const dataDir = await temporaryDataDir();
  expect(await dispatch(['scrub'], { UNDERSTUDY_DATA: dataDir }, terminal)).toBe(1);
  expect(told.warned.join()).toContain(`no cluster runs in ${dataDir}`);
});

test('--help tells how it is used; what it does not take is refused', async () => {
  const { scrub } = await startPeers();
  expect((await scrub('--help')).printed.join()).toContain('usage: understudy scrub');
  expect(await scrub('--fast')).toMatchObject({ code: 2, warned: [expect.stringContaining('usage:')] });
});
