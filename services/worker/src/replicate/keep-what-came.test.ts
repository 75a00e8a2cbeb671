import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keepWhatCame } from './keep-what-came.js';

const chunk = Buffer.alloc(200_000, 'x');
const chunks = 20;
let server: ReturnType<typeof createServer>;
let how: 'end' | 'break';
beforeEach(async () => {
  server = createServer(async (_request, response) => {
    for (let sent = 0; sent < chunks; sent += 1) {
      if (!response.write(chunk)) await once(response, 'drain');
    }
    if (how === 'end') response.end();
    // As a kill does: what was written still arrives.
    else response.write('last', () => response.socket?.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function read(pauseMs: number): Promise<{ bytes: number; error: unknown }> {
  const { port } = server.address() as AddressInfo;
  const answer = await new Promise<IncomingMessage>((resolve) => {
    get({ port, agent: false }, resolve);
  });
  let bytes = 0;
  try {
    for await (const part of keepWhatCame(answer)) {
      bytes += part.length;
      // A disk that takes its time.
      if (pauseMs > 0 && bytes < 3 * chunk.length) await sleep(pauseMs);
    }
    return { bytes, error: undefined };
  } catch (error) {
    return { bytes, error };
  }
}

test('a stream that ends is read to its end', async () => {
  how = 'end';
  expect(await read(0)).toEqual({ bytes: chunks * chunk.length, error: undefined });
});

test.each([0, 20])(
  'of one that breaks all that had come is read first, with a reader that pauses %i ms',
  async (pauseMs) => {
    how = 'break';
    const { bytes, error } = await read(pauseMs);
    expect(bytes).toBe(chunks * chunk.length + 'last'.length);
    expect(error).toBeInstanceOf(Error);
  },
);
