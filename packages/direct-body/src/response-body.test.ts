import { once } from 'node:events';
import { createServer, get, type Server, type ServerResponse } from 'node:http';
import { connect as connectHttp2, createServer as createHttp2Server, type Http2Server } from 'node:http2';
import { type AddressInfo, connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { whenOver } from './response-body.js';

async function listen(server: Server | Http2Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** What it is told at once. */
function toldNow(response: ServerResponse): readonly boolean[] {
  const told: boolean[] = [];
  whenOver(response, (whole) => told.push(whole));
  return told;
}

test('of a response that is over already it is told at once, by HTTP/1.1', async () => {
  const server = createServer();
  const port = await listen(server);
  const leaving = get({ port, host: '127.0.0.1', agent: false }).on('error', () => {});
  const [, left] = await once(server, 'request');
  expect(toldNow(left)).toEqual([]);
  leaving.destroy();
  await once(left, 'close');
  expect(toldNow(left)).toEqual([false]);
  get({ port, host: '127.0.0.1', agent: false }, (answer) => answer.resume());
  const [, whole] = await once(server, 'request');
  whole.end();
  await once(whole, 'close');
  expect(toldNow(whole)).toEqual([true]);
});

test('and of one behind another of a pipeline', async () => {
  const server = createServer();
  const port = await listen(server);
  const responses: ServerResponse[] = [];
  server.on('request', (_request, response) => responses.push(response));
  const socket = connect(port, '127.0.0.1');
  const request = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';
  socket.write(`${request}${request}`);
  await expect.poll(() => responses.length).toBe(2);
  const [first, second] = responses as [ServerResponse, ServerResponse];
  socket.destroy();
  await once(first, 'close');
  expect(toldNow(second)).toEqual([false]);
});

test('and by HTTP/2', async () => {
  const server = createHttp2Server();
  const port = await listen(server);
  const session = connectHttp2(`http://127.0.0.1:${port}`);
  onTestFinished(() => session.destroy());
  const leaving = session.request({ ':path': '/' }).on('error', () => {});
  const [, left] = await once(server, 'request');
  leaving.close(8);
  await once(left, 'close');
  expect(toldNow(left)).toEqual([false]);
  session.request({ ':path': '/' }).resume();
  const [, whole] = await once(server, 'request');
  whole.end();
  await once(whole, 'close');
  expect(toldNow(whole)).toEqual([true]);
});
