import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { dispatch } from '../dispatch.js';
import { startAdmin } from '../testing/admin.js';
import { testTerminal } from '../testing/terminal.js';
import { eventLine } from './event-line.js';

const failover = {
  ...{ source: 'router r1', time: '2026-01-01T00:00:00.000Z', level: 'info', event: 'failover' },
  ...{ service: 'router', message: 'another worker continues the response', worker: 'w2', position: 7 },
};

test('an event is one line: when, what, where, and its fields', () => {
  expect(eventLine(failover)).toBe(
    '2026-01-01T00:00:00.000Z  info   router r1  failover  (another worker continues the response)  worker=w2  position=7',
  );
  const own = { ...failover, source: 'worker w2', error: { message: 'why', stack: 'at' }, video: null };
  expect(eventLine(own)).toMatch(/position=7 {2}error=why$/);
});

test('the last events, and who does not answer', async () => {
  const { asked, run } = await startAdmin(() => ({ body: { away: ['worker w1'], events: [failover] } }));
  const { code, printed, warned } = await run('events', '-n', '5', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(printed.join())).toEqual(failover);
  expect(warned.join()).toBe('worker w1 does not answer: its events are not among these');
  expect(asked[0]?.path).toBe('/admin/events?limit=5');
});

test.each([
  [['events', 'w1'], /it takes no w1/],
  [['events', '-n', 'all'], /--last must be from 0 to 1000, not all/],
  [['events', '--since'], /--since/],
])('%j is not understood', async (args, why) => {
  const { asked, run } = await startAdmin(() => ({ body: {} }));
  const { code, warned } = await run(...args);
  expect(code).toBe(2);
  expect(warned.join()).toMatch(why);
  expect(asked).toEqual([]);
});

test('following goes on behind the last event when the console comes back, until it is stopped', async () => {
  const asked: { path: string; lastEventId: unknown }[] = [];
  const stop = new AbortController();
  const say = (response: ServerResponse, number: number) =>
    response.write(`id: c${number}\ndata: ${JSON.stringify({ ...failover, position: number })}\n\n`);
  const server = createServer((request, response) => {
    asked.push({ path: request.url ?? '', lastEventId: request.headers['last-event-id'] });
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    say(response, asked.length);
    if (asked.length === 1) response.end('event: away\ndata: {"source":"worker w1"}\n\n');
  }).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  const { terminal, told } = testTerminal();
  const env = {
    UNDERSTUDY_ADMIN_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    UNDERSTUDY_ADMIN_KEY: 'the-key',
  };
  const printed: string[] = [];
  const code = await dispatch(['events', '-f', '-n', '3'], env, {
    ...terminal,
    stop: stop.signal,
    print(line) {
      printed.push(line);
      if (printed.length === 2) stop.abort();
    },
  });
  expect(code).toBe(0);
  expect(printed.map((line) => /position=(\d)/.exec(line)?.[1])).toEqual(['1', '2']);
  expect(told.warned).toEqual(['worker w1 does not answer: its events are not shown until it does']);
  expect(asked).toEqual([
    { path: '/admin/events?follow=1&limit=3', lastEventId: undefined },
    { path: '/admin/events?follow=1&limit=1000', lastEventId: 'c1' },
  ]);
});

test('a refusal ends it', async () => {
  const { run } = await startAdmin(() => ({
    status: 401,
    body: { code: 'unauthorized', title: 'A valid key is needed.' },
  }));
  expect(await run('events', '-f')).toMatchObject({ code: 1, warned: ['A valid key is needed.'] });
});
