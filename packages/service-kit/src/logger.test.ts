import { pino } from 'pino';
import { expect, test } from 'vitest';
import { loggerOptions } from './logger.js';

test('what is logged of an error is its text and code, and not the command that failed', () => {
  const lines: string[] = [];
  const logger = pino(loggerOptions('info', { service: 'catalog' }), {
    write: (line: string) => lines.push(line),
  });
  const error = Object.assign(new Error('WRONGPASS'), {
    code: 'E1',
    command: { name: 'hello', args: ['3', 'AUTH', 'default', 'pass-word'] },
  });
  logger.warn({ event: 'metadata.away', error }, 'away');
  const [line = ''] = lines;
  expect(JSON.parse(line)).toMatchObject({
    service: 'catalog',
    event: 'metadata.away',
    error: { type: 'Error', message: 'WRONGPASS', code: 'E1', stack: expect.stringContaining('at ') },
  });
  expect(line).not.toContain('pass-word');
});
