import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { startTracing } from './start-tracing.js';
import { TraceReceiver } from './testing/trace-receiver.js';
import type { Tracing } from './tracing.js';

afterEach(() => {
  vi.unstubAllEnvs();
});

const told: [boolean, unknown][] = [];
afterEach(() => {
  told.length = 0;
});

async function start(port: number, protocol: 'http/protobuf' | 'http/json' = 'http/json'): Promise<Tracing> {
  const events = { collectorReachable: (...event: [boolean, unknown]) => void told.push(event) };
  const config = { url: `http://127.0.0.1:${port}/v1/traces`, protocol };
  return (await startTracing(config, { service: 'router', events })) as Tracing;
}

function end(tracing: Tracing, count: number): void {
  for (let each = 0; each < count; each += 1) tracing.startSpan('play', 'server', {}, {}).end();
}

/** A server on which `answer` says what becomes of a request. */
async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<number> {
  const server = createServer(answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

test('spans go out by the protocol that OTLP has where none is chosen, with the name of the service', async () => {
  let sent: IncomingMessage | undefined;
  let body = Buffer.alloc(0);
  const port = await serve(async (request, response) => {
    sent = request;
    body = Buffer.concat(await request.toArray());
    response.end();
  });
  vi.stubEnv('OTEL_RESOURCE_ATTRIBUTES', 'deployment.environment.name=test');
  const tracing = await start(port, 'http/protobuf');
  end(tracing, 1);
  await tracing.close();
  expect(sent).toMatchObject({
    method: 'POST',
    url: '/v1/traces',
    headers: { 'content-type': 'application/x-protobuf' },
  });
  for (const part of ['play', 'router', 'deployment.environment.name'])
    expect(body.includes(part)).toBe(true);
});

test('a collector that takes nothing is told of once, and once when it takes again', async () => {
  vi.stubEnv('OTEL_BSP_SCHEDULE_DELAY', '10');
  const receiver = await TraceReceiver.start();
  onTestFinished(() => receiver.close());
  const tracing = await start(receiver.port);
  let exports = 0;
  receiver.onExport = () => {
    exports += 1;
    end(tracing, 1);
  };
  receiver.status = 400;
  end(tracing, 1);
  await expect.poll(() => exports).toBeGreaterThan(3);
  expect(told).toEqual([[false, new Error('Bad Request (400)')]]);
  receiver.status = 200;
  await expect.poll(() => told.map(([reachable]) => reachable)).toEqual([false, true]);
  await tracing.close();
});

test('what a collector that hangs does not take is dropped past the queue, and a service that stops does not wait for it', async () => {
  vi.stubEnv('OTEL_BSP_MAX_QUEUE_SIZE', '16');
  vi.stubEnv('OTEL_BSP_MAX_EXPORT_BATCH_SIZE', '8');
  let spans = 0;
  const port = await serve(async (request) => {
    const text = Buffer.concat(await request.toArray()).toString();
    spans += text.split('"spanId"').length - 1;
  });
  const tracing = await start(port);
  const begunAtMs = performance.now();
  end(tracing, 10_000);
  // All of it happened in memory.
  expect(performance.now() - begunAtMs).toBeLessThan(8_000);
  await expect.poll(() => spans).toBe(8);
  const closedAtMs = performance.now();
  await tracing.close();
  const tookMs = performance.now() - closedAtMs;
  expect(tookMs).toBeGreaterThan(1_900);
  expect(tookMs).toBeLessThan(3_000);
  // One batch was under way, and a queue was full.
  expect(spans).toBeLessThanOrEqual(8 + 16);
});

test('of a long value only the beginning is kept', async () => {
  const receiver = await TraceReceiver.start();
  onTestFinished(() => receiver.close());
  const tracing = await start(receiver.port);
  tracing.startSpan('forward', 'server', {}, { 'url.path': `/v1/${'x'.repeat(16_000)}` }).end();
  await tracing.close();
  expect(receiver.spans[0]?.attributes['url.path']).toHaveLength(512);
});

test('nobody waits for a collector that is not there', async () => {
  const tracing = await start(1);
  end(tracing, 10);
  const closedAtMs = performance.now();
  await tracing.close();
  expect(performance.now() - closedAtMs).toBeLessThan(3_000);
  // One that is closed is silent.
  end(tracing, 1);
});

test.each([
  ['OTEL_TRACES_SAMPLER', 'sometimes'],
  ['OTEL_TRACES_SAMPLER', 'traceidratio'],
  ['OTEL_BSP_MAX_QUEUE_SIZE', 'many'],
  ['OTEL_EXPORTER_OTLP_COMPRESSION', 'zip'],
])('%s = %s ends the start', async (name, value) => {
  vi.stubEnv(name, value);
  await expect(start(1)).rejects.toMatchObject({
    code: 'invalid_configuration',
    message: expect.stringContaining(name),
  });
});
