import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { listen } from './listen.js';
import { createLogger } from './logger.js';
import { createServer } from './server.js';

test('a client that connected and asked for nothing does not hold up the end; one that is answered is waited for', async () => {
  const logger = createLogger('silent', {});
  const app = createServer({ logger, bodyLimitBytes: 10 });
  let answer = () => {};
  const asked = new Promise<void>((resolve) => {
    app.get('/', async () => {
      resolve();
      await new Promise<void>((answered) => {
        answer = answered;
      });
      return 'done';
    });
  });
  const steps: string[] = [];
  let url = '';
  const service = await listen(
    app,
    {
      logger,
      events: {
        listening(where) {
          url = where;
        },
      },
      async close() {
        steps.push('closed');
      },
    },
    { host: '127.0.0.1', port: 0, closeDeadlineMs: 1_000 },
  );
  const silent = connect(Number(new URL(url).port), '127.0.0.1');
  await once(silent, 'connect');
  const answered = fetch(url).then(async (response) => steps.push(await response.text()));
  await asked;
  const closing = service.close();
  await once(silent.resume(), 'close');
  answer();
  await answered;
  await closing;
  expect(steps).toEqual(['done', 'closed']);
});
