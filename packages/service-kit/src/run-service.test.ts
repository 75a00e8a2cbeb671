import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';

const kit = new URL('../dist/index.js', import.meta.url).href;

/** A service of a process of its own; it says `closed` when it is told to end. */
const service = `
  import { createLogger, runService } from '${kit}';
  process.emitWarning('too old', 'EarlyWarning');
  await runService(async () => {
    const logger = createLogger('info', { service: 'test' });
    setInterval(() => {}, 1_000);
    setTimeout(() => process.emitWarning('too late', 'LateWarning'), 10);
    setTimeout(() => logger.info({ event: 'listening' }, 'listening'), 50);
    return { logger, closeDeadlineMs: 5_000, close: async () => logger.info({ event: 'closed' }, 'closed') };
  });
`;

async function run(source: string, signal: NodeJS.Signals) {
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
    if (!listened && output.includes('listening')) child.kill(signal);
  });
  const [code] = await once(child, 'close');
  const events = output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { event: string; name?: string; level: number; msg: string });
  return { code, events, text };
}

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('%s closes it, and it ends with 0', async (signal) => {
  const { code, events } = await run(service, signal);
  expect(code).toBe(0);
  expect(events.slice(-2).map(({ event }) => event)).toEqual(['stopping', 'closed']);
});

test('what Node and libraries warn of is in the log, and nowhere else', async () => {
  const { events, text } = await run(service, 'SIGTERM');
  expect(events.slice(0, 2)).toMatchObject([
    { event: 'process.warning', name: 'EarlyWarning', level: 40, msg: 'too old' },
    { event: 'process.warning', name: 'LateWarning', level: 40, msg: 'too late' },
  ]);
  expect(text).toBe('');
});
