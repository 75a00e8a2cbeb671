import { expect, test } from 'vitest';
import { readUpOptions } from './up-options.js';

test('defaults', () => {
  expect(readUpOptions(['up'], {})).toEqual({
    dataDir: '.understudy',
    routerHost: '127.0.0.1',
    routerPort: 8080,
    workers: 3,
    metadataUrl: 'lmdb:',
    restart: false,
    env: {},
  });
});

test('limits and timings are passed on to the services, what the launcher sets itself is not', () => {
  const options = readUpOptions(['up', '--restart'], {
    UNDERSTUDY_PORT: '0',
    UNDERSTUDY_STALL_MS: '300',
    UNDERSTUDY_PEER_SECRET: 'x',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318',
    UNDERSTUDY_WEBHOOKS: '[]',
    PATH: '/bin',
  });
  expect(options).toMatchObject({ restart: true, routerPort: 0, webhooks: '[]' });
  expect(options.env).toEqual({
    UNDERSTUDY_STALL_MS: '300',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318',
  });
});

test.each([[[]], [['down']], [['up', '--fast']], [['up', 'down']]])(
  '%j is refused with the usage',
  (args) => {
    expect(() => readUpOptions(args, {})).toThrow('usage: understudy up [--restart]');
  },
);

test('a wrong variable is named', () => {
  expect(() => readUpOptions(['up'], { UNDERSTUDY_WORKERS: 'many' })).toThrow(/UNDERSTUDY_WORKERS must be/);
});
