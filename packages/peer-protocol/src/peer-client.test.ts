import { expect, test } from 'vitest';
import { createPeerClient } from './peer-client.js';

test('a worker at an IPv6 address is connected to, not looked up by that name', async () => {
  const peers = createPeerClient(Buffer.alloc(32));
  // Nobody listens there, and there may be no IPv6.
  const failed = peers.send({ method: 'GET', url: 'http://[::1]:1', path: '/status', headTimeoutMs: 5_000 });
  await expect(failed).rejects.toMatchObject({ code: 'peer_unreachable', cause: { syscall: 'connect' } });
  peers.close();
});
