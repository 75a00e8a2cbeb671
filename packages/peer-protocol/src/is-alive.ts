import { Agent, get } from 'node:http';

/** Kept open, so that a busy worker has one thing to do for a probe, not three; closed before the worker would (72 s). */
const agent = new Agent({ keepAlive: true, timeout: 30_000, maxFreeSockets: 1 });

/**
 * Whether the event loop at `url` turns: `GET /healthz` answered in time. A refused connection tells at once, a stopped
 * process (its kernel still accepts) after `timeoutMs`. Never rejects.
 */
export function isAlive(url: string, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(`${url}/healthz`, { agent }, (answer) => {
      answer.resume();
      done(answer.statusCode === 200);
    });
    // Timers run before what has arrived is read: an answer that waits while our own loop was late is no silence.
    const timer = setTimeout(() => setImmediate(() => done(false)), timeoutMs);
    const done = (alive: boolean) => {
      clearTimeout(timer);
      resolve(alive);
      if (!alive) request.destroy();
    };
    request.on('error', () => {
      // A kept connection may have been closed just now; a new one tells.
      if (request.reusedSocket) void isAlive(url, timeoutMs).then(resolve);
      else done(false);
    });
  });
}
