import { isUnderstudyError } from '@understudy/errors';
import { expect, test } from 'vitest';
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
