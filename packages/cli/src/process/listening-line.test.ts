import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDataDir } from '../testing/data-dir.js';
import { awaitListeningLine, findListeningLine } from './listening-line.js';

const line = (fields: object) => `${JSON.stringify(fields)}\n`;

test('the line is found among others, and only when it is whole', () => {
  const listening = line({
    event: 'listening',
    url: 'http://a',
    adminUrl: 'http://b',
    healthUrl: 'http://c',
  });
  const log = `a warning\n{broken\n${line({ event: 'starting', url: 'x' })}${listening}`;
  expect(findListeningLine(log)).toEqual({
    url: 'http://a',
    adminUrl: 'http://b',
    healthUrl: 'http://c',
  });
  expect(findListeningLine(log.slice(0, -1))).toBeUndefined();
});

test('what an earlier process wrote does not count', async () => {
  const path = join(await temporaryDataDir(), 'x.log');
  const earlier = line({ event: 'listening', url: 'http://old' });
  await writeFile(path, earlier);
  const found = awaitListeningLine(path, earlier.length, AbortSignal.timeout(5_000));
  await appendFile(path, '{"event":"listening",');
  await appendFile(path, '"url":"http://new"}\n');
  expect(await found).toEqual({ url: 'http://new' });
});

test('waiting ends with its signal', async () => {
  const path = join(await temporaryDataDir(), 'x.log');
  await writeFile(path, '');
  const abort = new AbortController();
  const found = awaitListeningLine(path, 0, abort.signal);
  abort.abort();
  await expect(found).rejects.toThrow();
});
