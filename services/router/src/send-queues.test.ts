import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { SendQueues } from './send-queues.js';

// `::` takes both versions of IP, and shows them in the other table.
test.each([
  ['127.0.0.1', 'stays open'],
  [undefined, 'stays open'],
  ['127.0.0.1', 'is closed'],
])(
  'at %s, where the connection %s: what a client has not taken is unsent, until it takes it',
  async (host, how) => {
    const server = createServer().listen(0, host);
    onTestFinished(() => {
      server.close();
    });
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const client = connect(port, '127.0.0.1').pause();
    const [socket] = (await once(server, 'connection')) as [Socket];
    const queues = await SendQueues.of(port);
    expect(await queues.unsentBytes()).toBe(0);
    socket.write(Buffer.alloc(1_000_000));
    if (how === 'is closed') socket.destroySoon();
    await expect.poll(() => queues.unsentBytes()).toBeGreaterThan(0);
    expect(await (await SendQueues.of(port)).unsentBytes()).toBeGreaterThan(0);
    // It is the client's own port that its side has.
    const ofClient = await SendQueues.of((client.address() as AddressInfo).port);
    expect(await ofClient.unsentBytes()).toBe(0);
    client.resume();
    await expect.poll(() => queues.unsentBytes(), { timeout: 5_000 }).toBe(0);
    client.destroy();
  },
);
