import { once } from 'node:events';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { startS3Server } from '@understudy/archive/testing';
import { startRedisServer } from '@understudy/metadata-store/testing';
import { expect, onTestFinished, test } from 'vitest';
import { dispatch } from '../dispatch.js';
import { temporaryDataDir } from '../testing/data-dir.js';
import { testTerminal } from '../testing/terminal.js';
import { checkNode } from './check-machine.js';
import type { Finding } from './finding.js';

const path = process.env['PATH'] ?? '';

/** What it says, by check. */
async function doctor(env: Readonly<Record<string, string>>) {
  const dataDir = await temporaryDataDir();
  const { terminal, told } = testTerminal();
  const code = await dispatch(
    ['doctor', '--json'],
    { PATH: path, UNDERSTUDY_DATA: dataDir, ...env },
    terminal,
  );
  const findings = told.printed.map((line) => JSON.parse(line) as Finding);
  return {
    code,
    found: Object.fromEntries(findings.map(({ check, state, says }) => [check, `${state}: ${says}`])),
  };
}

const someGenerator = {
  ...{ name: 'mine', version: '1', resumable: 'none', command: ['./make-it'], files: ['make-it'] },
  ...{ codecs: 'avc1.64001E', peakKbitPerS: 500 },
};

/** The path of a file that describes a generator. */
async function generatorFile(others: object, folder?: string): Promise<string> {
  const file = join(folder ?? (await temporaryDataDir()), 'generator.json');
  await writeFile(file, JSON.stringify({ ...someGenerator, ...others }));
  return file;
}

/** The same where a program is the generator: to try ffmpeg is what takes longest of all. */
async function doctorOf(env: Readonly<Record<string, string>>) {
  return doctor({ UNDERSTUDY_GENERATOR: await generatorFile({ command: ['true'], files: [] }), ...env });
}

/** A console that tells of these workers and routers, with a clock that is so late. */
async function consoleWith(
  workers: readonly object[],
  {
    metadata = 'reachable',
    routers = [router('r1')] as readonly object[],
    lost = [] as object[],
    lateMs = 0,
  } = {},
) {
  const server = createServer((request, response) => {
    response.setHeader('date', new Date(Date.now() - lateMs).toUTCString());
    response.end(
      JSON.stringify(request.url === '/admin/cluster' ? { metadata, workers, lost, routers } : {}),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    UNDERSTUDY_ADMIN_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    UNDERSTUDY_ADMIN_KEY: 'a-key-of-some-length',
  };
}

const worker = (id: string, zone: string, others: object = {}) => ({
  ...{ id, zone, state: 'active', generators: ['ffmpeg@1#aa'] },
  ...others,
});

const router = (id: string, others: object = {}) => ({
  ...{ id, state: 'active', catalog: 'reachable' },
  ...others,
});

test('on a machine that has all, nothing fails', async () => {
  const redis = await startRedisServer();
  onTestFinished(() => redis.stop());
  const s3 = await startS3Server();
  onTestFinished(() => s3.stop());
  const { code, found } = await doctor({
    UNDERSTUDY_METADATA_URL: redis.url,
    UNDERSTUDY_ARCHIVE_URL: s3.archiveUrl,
  });
  expect(found).toMatchObject({
    node: expect.stringMatching(/^ok: /),
    ffmpeg: expect.stringMatching(/^ok: makes the sample; \w+@\d/),
    // What the machine offers of it.
    confinement: expect.stringMatching(/^(ok|warn): on: limits, .*privileges/),
    disk: expect.stringMatching(/^(ok|warn): \d+\.\d GB free/),
    'metadata store': 'ok: answers, and keeps what it acknowledges',
    archive: 'ok: answers',
    cluster: 'ok: none runs here',
  });
  expect(code).toBe(0);
});

test('what is missing is said with what to do, and without a secret', async () => {
  const redis = await startRedisServer(['--appendonly', 'no']);
  onTestFinished(() => redis.stop());
  const { code, found } = await doctor({
    UNDERSTUDY_FFMPEG: '/nonexistent/ffmpeg',
    UNDERSTUDY_FFMPEG_CONFINEMENT: 'off',
    UNDERSTUDY_METADATA_URL: redis.url.replace('://', '://:a-password@'),
    UNDERSTUDY_ARCHIVE_URL: 's3://bucket/?endpoint=http://127.0.0.1:1',
    AWS_ACCESS_KEY_ID: 'x',
  });
  expect(code).toBe(1);
  expect(found['confinement']).toMatch(/^warn: UNDERSTUDY_FFMPEG_CONFINEMENT is off/);
  expect(found['ffmpeg']).toMatch(/^fail: cannot run \/nonexistent\/ffmpeg: .*install ffmpeg/);
  expect(found['metadata store']).toMatch(/^fail: /);
  expect(found['archive']).toMatch(/^fail: .*s3:ListBucket/);
  expect(JSON.stringify(found)).not.toContain('a-password');
});

test('a Redis that would lose descriptions is a failure', async () => {
  const redis = await startRedisServer(['--appendonly', 'no']);
  onTestFinished(() => redis.stop());
  const { found } = await doctor({ UNDERSTUDY_METADATA_URL: redis.url });
  expect(found['metadata store']).toContain('set appendonly yes');
});

// Root may write everywhere: there it cannot be shown.
test.skipIf(process.getuid?.() === 0)('a data directory that cannot be written is a failure', async () => {
  const dataDir = join(await temporaryDataDir(), 'closed');
  await mkdir(dataDir);
  await chmod(dataDir, 0o500);
  expect((await doctor({ UNDERSTUDY_DATA: dataDir })).found['disk']).toMatch(/^fail: .* cannot be written/);
});

test('the program of an operator is looked at in place of ffmpeg', async () => {
  const folder = await temporaryDataDir();
  const program = join(folder, 'make-it');
  const describe = (others: object) => generatorFile(others, folder);
  const file = await describe({});
  const look = async () => (await doctor({ UNDERSTUDY_GENERATOR: file })).found;

  expect((await look())['generator']).toMatch(/^fail: .* names the program \.\/make-it, which is not at \//);
  await writeFile(program, '#!/bin/sh\n');
  expect((await look())['generator']).toContain(`is not executable: chmod +x ${program}`);
  await chmod(program, 0o755);
  const found = await look();
  expect(found['generator']).toMatch(/^ok: mine@1#[0-9a-f]+… of /);
  expect(found['ffmpeg']).toBeUndefined();
  await describe({ toolchain: [['no-such-tool-anywhere', '--version']] });
  expect((await look())['generator']).toContain('no-such-tool-anywhere, which is not in PATH');
  await describe({ files: ['nothing'] });
  expect((await look())['generator']).toMatch(/^fail: .*nothing cannot be read/);
  await describe({ resumable: 'perhaps' });
  expect((await look())['generator']).toMatch(/^fail: .*\/resumable must be/);
});

test('a cluster in order, and one that is not', async () => {
  const good = await doctorOf(await consoleWith([worker('w1', 'a'), worker('w2', 'b')]));
  expect(good.found).toMatchObject({
    cluster: 'ok: the console answers, and has its metadata store',
    workers: 'ok: 2 are active',
    zones: 'ok: 2: a replica is in another than its master',
    routers: 'ok: 1 is active',
    catalog: 'ok: answers all routers',
    clock: "ok: as the console's",
  });
  const bad = await doctorOf(
    await consoleWith(
      [worker('w1', 'a'), worker('w2', 'a', { state: 'unreachable', generators: ['ffmpeg@2#bb'] })],
      { metadata: 'away', lateMs: 60_000 },
    ),
  );
  expect(bad.code).toBe(1);
  expect(bad.found).toMatchObject({
    cluster: expect.stringMatching(/^fail: the metadata store is away/),
    workers: 'fail: w2 cannot be reached: start them, or look at the network',
    zones: expect.stringMatching(/^warn: /),
    versions: expect.stringMatching(/^warn: workers have 2 generators/),
    clock: expect.stringMatching(/^warn: 6\d s away/),
  });
});

test('a worker that was lost and is not back is a failure', async () => {
  const lost = [{ id: 'w3', atMs: Date.now() - 120_000 }];
  const { found } = await doctorOf(await consoleWith([worker('w1', 'a'), worker('w2', 'b')], { lost }));
  expect(found['workers']).toBe(
    'fail: w3 was lost 2 min ago: start it again; one that is gone for good is told of for an hour',
  );
});

test('routers that serve nobody, and a catalog that does not answer them, are failures', async () => {
  const workers = [worker('w1', 'a'), worker('w2', 'b')];
  const routersAre = async (routers: readonly object[], others: { readonly metadata?: string } = {}) => {
    const { found } = await doctorOf(await consoleWith(workers, { routers, ...others }));
    return [found['routers'], found['catalog']];
  };
  expect(await routersAre([router('r1'), router('r2', { catalog: 'unreachable' })])).toEqual([
    'ok: 2 are active',
    'fail: does not answer r2: start it, or see their UNDERSTUDY_CATALOG_URL',
  ]);
  // Of one that does not answer nobody knows whether it has a catalog.
  expect(await routersAre([{ id: 'r1', state: 'unreachable' }])).toEqual([
    'fail: r1 cannot be reached: start them, or look at the network',
    undefined,
  ]);
  expect(await routersAre([router('r1', { state: 'not ready' })])).toEqual([
    'fail: r1 could serve nobody: see what their logs say last',
    'ok: answers all routers',
  ]);
  expect((await routersAre([router('r1', { state: 'draining' })]))[0]).toMatch(/^fail: all of them drain/);
  expect((await routersAre([]))[0]).toMatch(/^fail: none is known: start one, or set UNDERSTUDY_ADVERTISED/);
  // Nothing that must be so: a console that was started since then knows of none, and one of before tells no state.
  expect(await routersAre([], { metadata: 'away' })).toEqual([undefined, undefined]);
  expect(await routersAre([{ id: 'r1' }])).toEqual(['ok: 1 is active', undefined]);
});

test('of a cluster without workers nothing is said that needs some', async () => {
  const { code, found } = await doctorOf(await consoleWith([]));
  expect(code).toBe(1);
  expect(found['workers']).toBe('fail: none is active: start some');
  expect([found['zones'], found['versions']]).toEqual([undefined, undefined]);
});

test('what listens there and is no Redis is named as that, on one line', async () => {
  const { UNDERSTUDY_ADMIN_URL: url } = await consoleWith([]);
  const { host } = new URL(url);
  const of = async (scheme: string) =>
    (await doctor({ UNDERSTUDY_METADATA_URL: `${scheme}://${host}` })).found['metadata store'];
  expect(await of('redis')).toMatch(/^fail: .*what answers there is no Redis/);
  expect(await of('rediss')).toMatch(/^fail: .*what answers there does not speak TLS/);
});

test('a console that says nothing is a failure, with what to do', async () => {
  const dataDir = await temporaryDataDir();
  const file = { admin: { url: 'http://127.0.0.1:1', key: 'a-key-of-some-length' } };
  await writeFile(join(dataDir, 'cluster.json'), JSON.stringify(file));
  expect((await doctorOf({ UNDERSTUDY_DATA: dataDir })).found['cluster']).toMatch(
    /^fail: .*does not answer.*: start it, or see the end of its log$/,
  );
  const server = createServer((_request, response) => {
    response.writeHead(503, { 'content-type': 'application/problem+json' });
    response.end(JSON.stringify({ code: 'metadata_unavailable', title: 'Not now.', status: 503 }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const { found } = await doctorOf({
    UNDERSTUDY_ADMIN_URL: `http://127.0.0.1:${port}`,
    UNDERSTUDY_ADMIN_KEY: 'a-key-of-some-length',
  });
  expect(found['cluster']).toMatch(/^fail: the metadata store has not answered the console/);
});

test('an old Node is a failure', () => {
  expect(checkNode('20.18.3').state).toBe('fail');
  expect(checkNode('20.19.0').state).toBe('ok');
  expect(checkNode('24.1.0').state).toBe('ok');
});
