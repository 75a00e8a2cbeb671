import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isUnderstudyError } from '@understudy/errors';
import { expect, onTestFinished, test } from 'vitest';
import { readEnv } from './env.js';

function mistakesOf(build: () => unknown): string {
  try {
    build();
  } catch (error) {
    if (isUnderstudyError(error, 'invalid_configuration')) return error.message;
    throw error;
  }
  throw new Error('the configuration was taken');
}

test('values are typed and empty means unset', () => {
  const config = readEnv({ PORT: '80', NAME: '', RATIO: '0.5', URL: 'http://127.0.0.1:1/' }, (env) => ({
    port: env.integer('PORT', { min: 0, max: 65_535 }),
    name: env.text('NAME', 'w1'),
    ratio: env.number('RATIO', { min: 0, max: 1 }),
    url: env.httpUrl('URL'),
    mode: env.choice('MODE', ['always', 'never'], 'always'),
  }));
  expect(config).toEqual({ port: 80, name: 'w1', ratio: 0.5, url: 'http://127.0.0.1:1', mode: 'always' });
});

test('every mistake is named in one error', () => {
  const message = mistakesOf(() =>
    readEnv({ PORT: '80a0', MODE: 'often', URL: 'ftp://x' }, (env) => [
      env.integer('PORT', { min: 0, max: 65_535 }),
      env.choice('MODE', ['always', 'never']),
      env.httpUrl('URL'),
      env.text('SECRET'),
    ]),
  );
  expect(message).toBe(
    'PORT must be a whole number from 0 to 65535, is "80a0"; MODE must be one of always, never, is "often"; ' +
      'URL must be an http or https URL; SECRET is not set; it must be a text',
  );
});

test('a secret comes from its variable or from the file that it is kept in, and is never told', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'understudy-env-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  const [kept, empty] = [join(directory, 'kept'), join(directory, 'empty')];
  await writeFile(kept, 'of the file\n');
  await writeFile(empty, '\n');
  const secretOf = (env: Record<string, string>) => readEnv(env, (read) => read.secret('KEY'));
  expect(secretOf({ KEY: 'of the variable' })).toBe('of the variable');
  expect(secretOf({ KEY: '', KEY_FILE: kept })).toBe('of the file');
  expect(readEnv({}, (read) => read.optionalSecret('KEY'))).toBeUndefined();
  expect(mistakesOf(() => secretOf({}))).toBe(
    'KEY is not set; it must be a text, or KEY_FILE the path of a file',
  );
  expect(mistakesOf(() => secretOf({ KEY: 'of the variable', KEY_FILE: kept }))).toBe(
    'KEY and KEY_FILE must not both be set',
  );
  expect(mistakesOf(() => secretOf({ KEY_FILE: empty }))).toBe(`KEY_FILE names ${empty}, which is empty`);
  expect(mistakesOf(() => secretOf({ KEY_FILE: join(directory, 'none') }))).toBe(
    `KEY_FILE names ${directory}/none, which cannot be read (ENOENT)`,
  );
});
