import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { unsentBytes } from './unsent-bytes.js';

// `::` takes both versions of IP, and shows them in the other table.
test.each(['127.0.0.1', undefined])(
  'at %s: what a client has not taken is unsent, until it takes it',
  async (host) => {
    const server = createServer().listen(0, host);
    onTestFinished(() => {
      server.close();
    });
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const client = connect(port, '127.0.0.1').pause();
    const [socket] = (await once(server, 'connection')) as [Socket];
    expect(await unsentBytes(port)).toBe(0);
    socket.write(Buffer.alloc(20_000_000));
    await expect.poll(() => unsentBytes(port)).toBeGreaterThan(0);
    // It is the client's own port that its side has.
    expect(await unsentBytes((client.address() as AddressInfo).port)).toBe(0);
    client.resume();
    await expect.poll(() => unsentBytes(port), { timeout: 5_000 }).toBe(0);
    client.destroy();
  },
);
