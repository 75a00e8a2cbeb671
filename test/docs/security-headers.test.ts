import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { description, startCatalog } from '@understudy/catalog/testing';
import { startConsole } from '@understudy/console/testing';
import { makeCertificates } from '@understudy/metadata-store/testing';
import { TestRouter } from '@understudy/router/testing';
import { expect, onTestFinished, test } from 'vitest';
import type { ApiDocument } from './api-documents.js';

type Headers = Readonly<Record<string, string | undefined>>;

/** Every route of a document, with what stands in for its parameters. */
async function operationsOf(name: string, values: Readonly<Record<string, string>>) {
  const path = new URL(`../../docs/reference/${name}`, import.meta.url);
  const { paths } = JSON.parse(await readFile(path, 'utf8')) as ApiDocument;
  return Object.entries(paths).flatMap(([template, operations]) =>
    Object.keys(operations).map((method) => ({
      method: method.toUpperCase(),
      url: template.replaceAll(/\{(\w+)\}/g, (_, key: string) => values[key] ?? 'x'),
    })),
  );
}

/** What is missing of what browsers must be told; empty where nothing is. */
function faultsOf(what: string, headers: Headers): string[] {
  const policy = headers['content-security-policy'] ?? '';
  const isPage = headers['content-type']?.startsWith('text/html') === true;
  const checks: [string, boolean][] = [
    ['nosniff', headers['x-content-type-options'] === 'nosniff'],
    ['referrer policy', headers['referrer-policy'] === 'no-referrer'],
    [
      'resource policy',
      ['same-origin', 'cross-origin'].includes(headers['cross-origin-resource-policy'] ?? ''),
    ],
    [
      'policy',
      policy.startsWith(
        isPage ? "default-src 'none'" : (/^(default|script)-src 'none'/.exec(policy)?.[0] ?? '-'),
      ),
    ],
    ['strict policy', !/unsafe|script-src[^;]*(\*|https?:|data:|blob:)/.test(policy)],
    ['no cookie', headers['set-cookie'] === undefined],
    [
      'page policy',
      !isPage ||
        ["base-uri 'none'", "form-action 'none'", 'frame-ancestors'].every((p) => policy.includes(p)),
    ],
    ['opener policy', !isPage || headers['cross-origin-opener-policy'] === 'same-origin'],
    ['features', !isPage || headers['permissions-policy']?.includes('camera=()') === true],
  ];
  return checks.flatMap(([name, passed]) => (passed ? [] : [`${what}: ${name}`]));
}

/** A router before a catalog that listens, as players meet them. */
async function startPublic(env: Record<string, string> = {}) {
  const catalog = await startCatalog();
  const url = await catalog.app.listen({ host: '127.0.0.1', port: 0 });
  const router = await TestRouter.start(Buffer.alloc(1_000), { UNDERSTUDY_CATALOG_URL: url, ...env }, 1);
  onTestFinished(() => router.close());
  const { id } = (await catalog.post('/v1/videos', description)).json();
  const page = await catalog.get(`/watch/${id}`);
  const makePage = await catalog.get('/make/');
  const assets = [
    `/watch/${/src="(assets\/[^"]+)"/.exec(page.body)?.[1]}`,
    `/make/${/src="\.\/(assets\/[^"]+)"/.exec(makePage.body)?.[1]}`,
    '/v1/docs/start.js',
  ];
  return { router, id, assets };
}

test('every public route tells browsers what they may do with its answer, refusals too', async () => {
  const { router, id, assets } = await startPublic();
  // The router has its own keys of IDs: for it another one is genuine.
  const places = [
    { id, k: '0', part: 'init.mp4', rendition: '360p' },
    { id: router.id, k: '0', part: 'init.mp4', rendition: '360p' },
  ];
  const asked = [
    ...(await Promise.all(places.map((values) => operationsOf('openapi.json', values)))).flat(),
    ...assets.map((url) => ({ method: 'GET', url })),
    { method: 'OPTIONS', url: `/v/${router.id}/video.mp4` },
    { method: 'POST', url: `/v/${router.id}/video.mp4` },
    { method: 'GET', url: '/nowhere' },
    { method: 'GET', url: '/v1/%zz' },
    { method: 'GET', url: '/v1/docs' },
  ];
  const statuses = new Set<number>();
  const faults: string[] = [];
  for (const { method, url } of asked) {
    // Answers are held against the document where they are sent, and JSON that is compressed cannot be read there.
    const headers = { 'accept-encoding': 'identity' };
    const answer = await fetch(router.url + url, { method, headers, redirect: 'manual' });
    await answer.arrayBuffer();
    statuses.add(answer.status);
    faults.push(...faultsOf(`${method} ${url} ${answer.status}`, Object.fromEntries(answer.headers)));
  }
  expect(faults).toEqual([]);
  expect([...statuses].sort()).toEqual([200, 204, 308, 400, 401, 404, 405]);
});

test('so does every route of operators, with a key and without; and none takes anything but the key for who asks', async () => {
  const { app, get } = await startConsole();
  const values = { id: 'x', router: 'r', requestId: 'q', name: 'start.js' };
  const operations = await operationsOf('openapi-admin.json', values);
  const assets = [...(await get('/')).body.matchAll(/(?:src|href)="\.?(\/assets\/[^"]+)"/g)].map(
    ([, url = '']) => ({ method: 'GET', url }),
  );
  const faults: string[] = [];
  for (const { method, url } of [...operations, ...assets, { method: 'GET', url: '/' }]) {
    // As another site would have a browser ask: with whatever the browser has of us, but not the key.
    const headers = {
      origin: 'https://other.example',
      cookie: 'key=1',
      'content-type': 'text/plain',
      'sec-fetch-site': 'cross-site',
    };
    const answer = await app.inject({ method: method as 'GET', url, headers });
    faults.push(...faultsOf(`${method} ${url} ${answer.statusCode}`, answer.headers as Headers));
    if (method !== 'GET') expect(answer.statusCode, `${method} ${url}`).toBe(401);
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
    if (method !== 'GET' || url.includes('events')) continue;
    faults.push(...faultsOf(`${url} with the key`, (await get(url)).headers as Headers));
  }
  const preflight = await app.inject({
    method: 'OPTIONS',
    url: '/admin/replication',
    headers: { origin: 'https://other.example', 'access-control-request-method': 'PUT' },
  });
  expect(preflight.statusCode).toBe(404);
  expect(faults).toEqual([]);
  expect(assets.length).toBeGreaterThan(1);
});

test.each([
  ['what is no HTTP', 'NONSENSE\r\n\r\n', 400],
  ['an expectation', 'GET /x HTTP/1.1\r\nHost: a\r\nExpect: y\r\nConnection: close\r\n\r\n', 417],
  ['no host', 'GET /x HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
])('the answer to %s is no exception', async (_what, text, status) => {
  const { router } = await startPublic();
  const socket = connect(Number(new URL(router.url).port), '127.0.0.1');
  let answer = '';
  socket.setEncoding('utf8').on('data', (chunk) => {
    answer += chunk;
  });
  socket.write(text);
  await once(socket, 'close');
  const [head = ''] = answer.split('\r\n\r\n');
  const [statusLine = '', ...fields] = head.split('\r\n');
  expect(statusLine).toContain(` ${status} `);
  const headers = Object.fromEntries(
    fields.map((field) => {
      const [name = '', ...value] = field.split(': ');
      return [name.toLowerCase(), value.join(': ')];
    }),
  );
  expect(faultsOf('it', headers)).toEqual([]);
});

test('browsers are told to come back by TLS alone where they came by it, and only there', async () => {
  const { router } = await startPublic({ UNDERSTUDY_STRICT_TRANSPORT_S: '60' });
  for (const url of [router.part('video.mp4'), `${router.url}/nowhere`])
    expect((await fetch(url)).headers.get('strict-transport-security')).toBeNull();

  const certificates = await makeCertificates();
  onTestFinished(() => certificates.remove());
  const tls = { UNDERSTUDY_TLS_CERT: certificates.cert, UNDERSTUDY_TLS_KEY: certificates.key };
  for (const [maxAge, told] of [
    ['60', 'max-age=60'],
    ['0', undefined],
  ] as const) {
    const { router: secure } = await startPublic({ ...tls, UNDERSTUDY_STRICT_TRANSPORT_S: maxAge });
    for (const url of [`/v/${secure.id}/video.mp4`, '/nowhere', '/make/'])
      expect((await secure.app.inject(url)).headers['strict-transport-security'], url).toBe(told);
  }
});
