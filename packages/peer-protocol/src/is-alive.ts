import { get } from 'node:http';

/**
 * Whether the event loop at `url` turns: `GET /healthz` answered in time. A refused connection tells at once, a stopped
 * process (its kernel still accepts) after `timeoutMs`.
 */
export function isAlive(url: string, timeoutMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(`${url}/healthz`, { agent: false }, (answer) => {
      answer.resume();
      done(answer.statusCode === 200);
    });
    const timer = setTimeout(() => done(false), timeoutMs);
    const done = (alive: boolean) => {
      clearTimeout(timer);
      resolve(alive);
      if (!alive) request.destroy();
    };
    request.on('error', () => done(false));
  });
}
