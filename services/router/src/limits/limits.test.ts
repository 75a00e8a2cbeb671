import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { TestRouter } from '../testing/test-router.js';

const body = randomBytes(100_000);
let router: TestRouter;
let clients: { destroy(): unknown }[] = [];
const start = async (env: Record<string, string>) => {
  router = await TestRouter.start(body, env, 1);
};
afterEach(async () => {
  for (const client of clients) client.destroy();
  clients = [];
  await router.close();
});

/** A socket from an address of this machine. */
async function open(localAddress = '127.0.0.1'): Promise<Socket> {
  const socket = connect({ port: Number(new URL(router.url).port), host: '127.0.0.1', localAddress });
  clients.push(socket);
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

const request = () => `GET ${new URL(router.part('0.m4s')).pathname} HTTP/1.1\r\nHost: a\r\n\r\n`;

/** What comes back until the other side closes. */
async function untilClosed(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (bytes: Buffer) => {
    text += bytes.toString('latin1');
  });
  if (!socket.closed) await once(socket, 'close');
  return text;
}

/** The answer to a request over a connection of its own, or over that of `agent`; undefined where it was closed without one. */
function ask(
  localAddress: string,
  { headers = {}, agent = false }: { headers?: Record<string, string>; agent?: Agent | false } = {},
): Promise<{ status: number; retryAfter: number; problem: string } | undefined> {
  return new Promise((resolve) => {
    const onAnswer = (answer: IncomingMessage) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.once('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          retryAfter: Number(answer.headers['retry-after']),
          problem: Buffer.concat(chunks).toString('latin1').slice(0, 300),
        }),
      );
    };
    get(router.part('0.m4s'), { localAddress, headers, agent }, onAnswer).once('error', () =>
      resolve(undefined),
    );
  });
}

async function metric(name: string): Promise<number> {
  const line = (await router.context.registry.metrics())
    .split('\n')
    .find((each) => each.startsWith(`${name} `));
  return Number(line?.split(' ').at(-1) ?? 0);
}

/** The lines about limits, as `limit address`. */
async function lines(): Promise<string[]> {
  const { events } = await router.context.feed.after(undefined, 0);
  return events.flatMap((event) =>
    event['event'] === 'limited' ? [`${event['limit']} ${event['address']}`] : [],
  );
}

test('one more connection than an address may have is told so; others have theirs', async () => {
  await start({ UNDERSTUDY_CONNECTIONS_PER_ADDRESS: '2' });
  await open();
  await open();
  const refused = await ask('127.0.0.1');
  expect(refused).toMatchObject({ status: 429, retryAfter: 5 });
  expect(refused?.problem).toContain('connections open at once');
  expect(await ask('127.0.0.2')).toMatchObject({ status: 200 });
  expect(await metric('understudy_router_connections_refused_total{limit="connections"}')).toBe(1);
});

test('connections that are opened too quickly are refused, few of them with words', async () => {
  await start({
    UNDERSTUDY_CONNECTIONS_PER_ADDRESS: '5',
    UNDERSTUDY_NEW_CONNECTIONS_PER_ADDRESS_PER_S: '1',
  });
  // Of fewer at once none is one too many to be open.
  const answers: Awaited<ReturnType<typeof ask>>[] = [];
  for (let round = 0; round < 40; round += 1)
    answers.push(...(await Promise.all(Array.from({ length: 4 }, () => ask('127.0.0.1')))));
  expect(answers.slice(0, 4).every((answer) => answer?.status === 200)).toBe(true);
  expect(answers.filter((answer) => answer?.status === 429).length).toBeGreaterThanOrEqual(10);
  expect(answers).toContain(undefined);
  expect(await ask('127.0.0.2')).toMatchObject({ status: 200 });
});

test('when there are as many connections as there may be, idle ones of whoever has most make room', async () => {
  await start({ UNDERSTUDY_MAX_CONNECTIONS: '20' });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  clients.push(agent);
  expect(await ask('127.0.0.3', { agent })).toMatchObject({ status: 200 });
  const flood = await Promise.all(Array.from({ length: 100 }, () => open('127.0.0.2')));
  expect(await ask('127.0.0.3', { agent })).toMatchObject({ status: 200 });
  for (let each = 0; each < 10; each += 1) expect(await ask('127.0.0.4')).toMatchObject({ status: 200 });
  await expect.poll(() => flood.filter(({ closed }) => closed).length).toBeGreaterThanOrEqual(80);
  expect(await metric('understudy_router_connections_evicted_total')).toBeGreaterThanOrEqual(80);
  expect(await metric('understudy_router_connections_refused_total{limit="all_connections"}')).toBe(0);
});

test('connections that answer something stay, and who comes then is closed unread', async () => {
  await start({ UNDERSTUDY_MAX_CONNECTIONS: '2' });
  const [master] = router.workers;
  if (master === undefined) throw new Error('no workers');
  master.growing = true;
  master.behaviours = Array.from({ length: 2 }, () => ({ do: 'trickle', everyMs: 5 }) as const);
  const playing = await Promise.all([open('127.0.0.2'), open('127.0.0.3')]);
  for (const socket of playing) socket.resume().write(request());
  await expect.poll(() => router.context.streams.count).toBe(2);
  expect(await ask('127.0.0.4')).toBeUndefined();
  expect(playing.map(({ closed }) => closed)).toEqual([false, false]);
});

test('requests over the rate of their address are refused with one line, and others are not', async () => {
  await start({ UNDERSTUDY_REQUESTS_PER_ADDRESS_PER_S: '5', UNDERSTUDY_LOG_LEVEL: 'warn' });
  const asked = Array.from({ length: 50 }, () => ask('127.0.0.1'));
  const answers = (await Promise.all(asked)).map((answer) => answer?.status);
  expect(answers.filter((status) => status === 200).length).toBeGreaterThanOrEqual(10);
  expect(answers.filter((status) => status === 429).length).toBeGreaterThanOrEqual(5);
  expect(await ask('127.0.0.2')).toMatchObject({ status: 200 });
  expect(await lines()).toEqual(['requests 127.0.0.1']);
  // Nothing was asked of a worker for them.
  expect(router.workers[0]?.asked).toHaveLength(1 + answers.filter((status) => status === 200).length);
});

test('what names nothing, by a path that cannot be decoded, counts as well', async () => {
  await start({ UNDERSTUDY_REQUESTS_PER_ADDRESS_PER_S: '1' });
  const socket = await open();
  const answered = untilClosed(socket);
  socket.write('GET /v/%zz/video.mp4 HTTP/1.1\r\nHost: a\r\n\r\n'.repeat(50));
  const statuses = [...(await answered).matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => status);
  expect(statuses).toEqual(['404', '404', '429']);
});

test('an expectation that cannot be met ends its connection: nothing counts it', async () => {
  await start({});
  const socket = await open();
  const answered = untilClosed(socket);
  socket.write('GET / HTTP/1.1\r\nHost: a\r\nExpect: more\r\n\r\n'.repeat(50));
  expect([...(await answered).matchAll(/HTTP\/1\.1 417/g)]).toHaveLength(1);
});

test('what is pipelined behind a refused request is not read', async () => {
  await start({ UNDERSTUDY_REQUESTS_PER_ADDRESS_PER_S: '1' });
  const socket = await open();
  const answered = untilClosed(socket);
  socket.write(request().repeat(50));
  const statuses = [...(await answered).matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => status);
  expect(statuses.filter((status) => status === '200')).toHaveLength(2);
  expect(statuses.filter((status) => status === '429')).toHaveLength(1);
});

test('behind a trusted proxy each client has its own limits, an IPv6 one with its /64, and the proxy none', async () => {
  await start({
    UNDERSTUDY_TRUSTED_PROXIES: '127.0.0.1',
    UNDERSTUDY_CONNECTIONS_PER_ADDRESS: '2',
    UNDERSTUDY_REQUESTS_PER_ADDRESS_PER_S: '1',
  });
  const idle = await Promise.all([open(), open(), open()]);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  clients.push(agent);
  const via = (address: string) => ask('127.0.0.1', { headers: { 'x-forwarded-for': address }, agent });
  /** The statuses of a request for each of ten addresses, all at once. */
  const viaAll = async (addressOf: (index: number) => string) => {
    const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => via(addressOf(index))));
    return new Set(answers.map((answer) => answer?.status));
  };
  expect(await viaAll((index) => `203.0.113.${index}`)).toEqual(new Set([200]));
  expect(await viaAll((index) => `2001:db8:0:${index}::1`)).toEqual(new Set([200]));
  expect(await viaAll((index) => `2001:db8:1:1:${index}::1`)).toEqual(new Set([200, 429]));
  expect(await viaAll(() => '::ffff:198.51.100.7')).toEqual(new Set([200, 429]));
  expect(idle.every(({ closed }) => !closed)).toBe(true);
  // Of others nobody believes it.
  const others = Array.from({ length: 10 }, (_, index) =>
    ask('127.0.0.9', { headers: { 'x-forwarded-for': `192.0.2.${index}` } }),
  );
  expect((await Promise.all(others)).some((answer) => answer?.status === 429)).toBe(true);
});

test('one address has only so many responses at once', async () => {
  await start({ UNDERSTUDY_RESPONSES_PER_ADDRESS: '2' });
  const [master] = router.workers;
  if (master === undefined) throw new Error('no workers');
  master.growing = true;
  master.behaviours = Array.from({ length: 2 }, () => ({ do: 'trickle', everyMs: 5 }) as const);
  const playing = await Promise.all([open(), open()]);
  for (const socket of playing) socket.resume().write(request());
  await expect.poll(() => router.context.streams.count).toBe(2);
  expect(await ask('127.0.0.1')).toMatchObject({ status: 429, retryAfter: 5 });
  expect(await ask('127.0.0.2')).toMatchObject({ status: 200 });
  playing[0]?.destroy();
  await expect.poll(() => router.context.streams.count).toBe(1);
  expect(await ask('127.0.0.1')).toMatchObject({ status: 200 });
});
