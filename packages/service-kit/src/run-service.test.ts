import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';

const kit = new URL('../dist/index.js', import.meta.url).href;

/** A service of a process of its own; it says `closed` when it is told to end, so long after that. */
const service = (closingMs = 0) => `
  import { createLogger, runService } from '${kit}';
  process.emitWarning('too old', 'EarlyWarning');
  await runService(async () => {
    const logger = createLogger('info', { service: 'test' });
    const close = async () => {
      await new Promise((resolve) => setTimeout(resolve, ${closingMs}));
      logger.info({ event: 'closed' }, 'closed');
    };
    setInterval(() => {}, 1_000);
    setTimeout(() => process.emitWarning('too late', 'LateWarning'), 10);
    setTimeout(() => logger.info({ event: 'listening' }, 'listening'), 50);
    return { logger, closeDeadlineMs: 5_000, close };
  });
`;

async function run(source: string, signal: NodeJS.Signals, againAfterMs?: number) {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', source], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let text = '';
  child.stderr.on('data', (chunk) => {
    text += chunk;
  });
  child.stdout.on('data', (chunk) => {
    // Once: a second signal ends it at once.
    const listened = output.includes('listening');
    output += chunk;
    if (listened || !output.includes('listening')) return;
    child.kill(signal);
    if (againAfterMs !== undefined) setTimeout(() => child.kill(signal), againAfterMs);
  });
  const [code] = await once(child, 'close');
  const events = output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { event: string; name?: string; level: number; msg: string });
  return { code, events, text };
}

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('%s closes it, and it ends with 0', async (signal) => {
  const { code, events } = await run(service(), signal);
  expect(code).toBe(0);
  expect(events.slice(-2).map(({ event }) => event)).toEqual(['stopping', 'closed']);
});

test('what Node and libraries warn of is in the log, and nowhere else', async () => {
  const { events, text } = await run(service(), 'SIGTERM');
  expect(events.slice(0, 2)).toMatchObject([
    { event: 'process.warning', name: 'EarlyWarning', level: 40, msg: 'too old' },
    { event: 'process.warning', name: 'LateWarning', level: 40, msg: 'too late' },
  ]);
  expect(text).toBe('');
});

test('a signal that comes twice at once is one; a second one later ends it at once', async () => {
  const twice = await run(service(300), 'SIGTERM', 50);
  expect([twice.code, twice.events.at(-1)?.event]).toEqual([0, 'closed']);
  const again = await run(service(20_000), 'SIGTERM', 800);
  expect([again.code, again.events.at(-1)?.event]).toEqual([1, 'gave-up']);
});
