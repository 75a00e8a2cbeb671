import { readEnv } from '@understudy/service-kit';
import { expect, test } from 'vitest';
import { readTracingConfig } from './tracing-config.js';

const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318/' };

test.each([
  ['nothing is set', {}],
  ['the endpoint is empty', { OTEL_EXPORTER_OTLP_ENDPOINT: '' }],
  ['the SDK is switched off', { ...endpoint, OTEL_SDK_DISABLED: 'true' }],
  ['only other variables are set', { OTEL_SERVICE_NAME: 'a', OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }],
])('nothing is traced where %s', (_what, env) => {
  expect(readEnv(env, readTracingConfig)).toBeUndefined();
});

test('the collector of all signals, or one for traces alone', () => {
  expect(readEnv(endpoint, readTracingConfig)).toEqual({
    url: 'http://127.0.0.1:4318/v1/traces',
    protocol: 'http/protobuf',
  });
  const own = {
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://traces/in',
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
  };
  expect(readEnv({ ...endpoint, ...own }, readTracingConfig)).toEqual({
    url: 'https://traces/in',
    protocol: 'http/json',
  });
});

test.each([
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318'],
  ['OTEL_EXPORTER_OTLP_PROTOCOL', 'grpc'],
])('%s = %s ends the start', (name, value) => {
  expect(() => readEnv({ ...endpoint, [name]: value }, readTracingConfig)).toThrow(`${name} must be `);
});
