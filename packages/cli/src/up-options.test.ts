import { expect, test } from 'vitest';
import { readUpArguments, readUpOptions } from './up-options.js';

test('defaults', () => {
  expect(readUpOptions({ restart: false }, {})).toEqual({
    dataDir: '.understudy',
    routerHost: '127.0.0.1',
    routerPort: 8080,
    workers: 3,
    restart: false,
    env: {},
  });
});

test('limits and timings are passed on to the services, what the launcher sets itself is not', () => {
  const options = readUpOptions(
    { restart: true },
    {
      UNDERSTUDY_PORT: '0',
      UNDERSTUDY_STALL_MS: '300',
      UNDERSTUDY_PEER_SECRET: 'x',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318',
      UNDERSTUDY_WEBHOOKS: '[]',
      PATH: '/bin',
    },
  );
  expect(options).toMatchObject({ restart: true, routerPort: 0, webhooks: '[]' });
  expect(options.env).toEqual({
    UNDERSTUDY_STALL_MS: '300',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318',
  });
});

test('arguments', () => {
  expect(readUpArguments([])).toEqual({ restart: false });
  expect(readUpArguments(['--restart'])).toEqual({ restart: true });
  expect(readUpArguments(['-h'])).toBe('help');
});

test.each([[['--fast']], [['down']]])('%j is refused', (args) => {
  expect(readUpArguments(args)).toContain(args[0]);
});

test('a wrong variable is named', () => {
  expect(() => readUpOptions({ restart: false }, { UNDERSTUDY_WORKERS: 'many' })).toThrow(
    /UNDERSTUDY_WORKERS must be/,
  );
});
