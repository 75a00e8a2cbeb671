import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { readEnv } from './env.js';
import { readHealthConfig, serveHealth } from './health-server.js';

const read = (env: Record<string, string>) => readEnv(env, readHealthConfig);
const options = {
  logger: pino({ level: 'silent' }),
  registry: { contentType: 'text/plain', metrics: async () => 'up 1\n' },
  isReady: () => false,
};

test('nowhere, unless a port is named', async () => {
  expect(read({})).toEqual({ host: '127.0.0.1', port: undefined });
  expect(await serveHealth(read({}), options)).toBeUndefined();
  expect(() => read({ UNDERSTUDY_HEALTH_PORT: 'any' })).toThrow('a whole number from 0 to 65535');
});

test('health, readiness and metrics, and nothing else', async () => {
  const health = await serveHealth(read({ UNDERSTUDY_HEALTH_PORT: '0' }), options);
  onTestFinished(() => health?.close());
  const statusOf = async (path: string) => (await fetch(`${health?.url}${path}`)).status;
  expect(await statusOf('/healthz')).toBe(200);
  expect(await statusOf('/readyz')).toBe(503);
  expect(await (await fetch(`${health?.url}/metrics`)).text()).toBe('up 1\n');
  expect(await statusOf('/status')).toBe(404);
});
