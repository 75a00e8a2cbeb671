import { type Attack, attackerAddresses } from './attack.js';
import { closeOf, hold, statusIn } from './connections.js';
import { askFor } from './door.js';

const count = 200;
const addresses = 10;
const bytesPerS = 100;

/** Complete videos, read so slowly that they never come to their end. */
export const slowReaders: Attack = {
  name: 'slow-readers',
  title: 'slow readers',
  rate: `${count} responses from ${addresses} addresses, ${bytesPerS} bytes/s each`,
  run: (door, tally, over) =>
    hold({
      ...{ port: door.port, tally, over, count, addresses: attackerAddresses(addresses) },
      async use(socket, index) {
        const { path, headers } = askFor(
          door,
          door.complete[index % door.complete.length] ?? '',
          'video.mp4',
        );
        const fields = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
        // Nothing is read but by the timer: the rest stays in the buffers on the way.
        socket.pause();
        socket.write(`GET ${path} HTTP/1.1\r\nHost: a\r\n${fields.join('')}\r\n`);
        let answered = false;
        const timer = setInterval(() => {
          const bytes: Buffer | null = socket.read(bytesPerS) ?? socket.read();
          if (bytes === null) return;
          tally.bytes += bytes.length;
          if (!answered) tally.note(statusIn(bytes));
          answered = true;
        }, 1_000);
        await closeOf(socket);
        clearInterval(timer);
        if (over.aborted) tally.note('open');
        else tally.note(answered ? 'cut' : 'closed');
      },
    }),
};
