import { readFile } from 'node:fs/promises';
import type { ServiceProcess } from '@understudy/cli';
import { type ReceivedSpan, TraceReceiver } from '@understudy/tracing/testing';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { eventsOf } from './logs.js';
import { play } from './player.js';
import { startCluster, type TestCluster } from './start.js';
import { until } from './until.js';
import { createVideo, placementOf, smallVideo } from './videos.js';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const headers = { traceparent: `00-${traceId}-b7ad6b7169203331-01` };

let receiver: TraceReceiver;
let cluster: TestCluster;
beforeAll(async () => {
  receiver = await TraceReceiver.start();
  const env = {
    ...receiver.env,
    OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=understudy',
    // What a killed worker had done is told by then, and a collector that is gone is noticed.
    OTEL_BSP_SCHEDULE_DELAY: '100',
    OTEL_EXPORTER_OTLP_TIMEOUT: '300',
    NODE_DEBUG: 'module,esm',
  };
  cluster = await startCluster({ workers: 2, env });
}, 60_000);
afterAll(async () => {
  await cluster.dispose();
  await receiver.close();
});

test('a response whose worker is killed in the middle of it is one trace', async () => {
  const video = await createVideo(cluster, smallVideo('traced', 24));
  const { master, replica, contentId } = await placementOf(cluster, video.id);
  await play(video.hls, { headers });
  let dying: Promise<void> | undefined;
  const played = await play(`${video.mp4}?token=secret`, {
    headers,
    onBytes: () => {
      if (receiver.named('generate').length > 0) dying ??= cluster.crash(master);
    },
  });
  await dying;
  expect(played).toMatchObject({ status: 200, whole: true });

  const whole = () => receiver.spans.filter((span) => span.traceId === traceId);
  const named = (name: string) => whole().filter((span) => span.name === name);
  await until('all of it was told', () => named('play').length === 2 && named('serve').length === 2);

  const response = named('play').find(({ attributes }) => attributes['understudy.part'] === 'video.mp4');
  expect(response).toMatchObject({
    service: 'router',
    parentSpanId: 'b7ad6b7169203331',
    attributes: {
      'http.request.method': 'GET',
      'http.response.status_code': 200,
      'url.path': `/v/${video.id}/video.mp4`,
      'understudy.request.id': played.headers['x-request-id'],
      'understudy.video.id': video.id,
      'understudy.bytes': played.body.length,
      'understudy.result': 'whole',
      'understudy.failovers': 1,
    },
    events: [{ name: 'failover', attributes: { 'understudy.worker': replica } }],
  });
  const attempts = named('attempt').filter(({ parentSpanId }) => parentSpanId === response?.spanId);
  const [lost, last] = [attempts[0], attempts.at(-1)];
  expect(lost?.attributes).toMatchObject({ 'understudy.worker': master, 'understudy.result': 'cut' });
  expect(last?.attributes).toMatchObject({ 'understudy.worker': replica, 'understudy.result': 'whole' });
  const continued = response?.events[0]?.attributes;
  expect(continued?.['understudy.position']).toBe(last?.attributes['understudy.position']);
  expect(continued?.['understudy.silence_ms']).toBeGreaterThanOrEqual(0);

  // That of the master's part in this response died with it; the playlist's was told before.
  expect(named('serve').map(({ instance }) => instance)).toEqual([master, replica]);
  const makersOf = (attempt: ReceivedSpan | undefined) =>
    named('generate').flatMap((span) => (span.parentSpanId === attempt?.spanId ? span.instance : []));
  expect([...new Set(makersOf(lost))]).toEqual([master]);
  expect([...new Set(makersOf(last))]).toEqual([replica]);
  expect(receiver.headers['x-tenant']).toBe('understudy');
  expect(JSON.stringify(receiver.spans)).not.toMatch(new RegExp(`secret|${contentId}`));
}, 60_000);

test('a description is one trace from the router to the catalog', () => {
  const [forward] = receiver.named('forward');
  expect(forward).toMatchObject({ service: 'router', attributes: { 'http.response.status_code': 201 } });
  expect(receiver.named('describe')).toMatchObject([
    { service: 'catalog', traceId: forward?.traceId, parentSpanId: forward?.spanId },
  ]);
});

test('while the collector is gone responses go on, the log says so once, and a router still ends in time', async () => {
  const [router] = cluster.routers;
  if (router === undefined) throw new Error('there is no router');
  const told = async () => (await eventsOf(router)).filter((event) => event.startsWith('traces.'));
  const video = await createVideo(cluster, smallVideo('untraced'));
  const { port } = receiver;
  await receiver.close();
  for (let time = 0; time < 5; time += 1) {
    expect(await play(video.mp4)).toMatchObject({ status: 200, whole: true });
    await until('it is noticed', async () => (await told()).length > 0);
  }
  receiver = await TraceReceiver.start(port);
  await until('it is back', async () => {
    await play(video.hls);
    return (await told()).length > 1;
  });
  expect(await told()).toEqual(['traces.away', 'traces.reachable']);

  await receiver.close();
  await play(video.mp4);
  const askedAtMs = performance.now();
  router.kill('SIGTERM');
  expect(await router.exited).toEqual({ code: 0, signal: null });
  expect(performance.now() - askedAtMs).toBeLessThan(4_000);
  receiver = await TraceReceiver.start(port);
}, 60_000);

test('without a collector nothing of OpenTelemetry is loaded but the API that prom-client brings along', async () => {
  const untraced = await startCluster({ workers: 1, env: { NODE_DEBUG: 'module,esm' } });
  onTestFinished(() => untraced.dispose());
  const video = await createVideo(untraced, smallVideo('untraced'));
  await play(video.mp4);
  for (const each of [...untraced.routers, untraced.catalog, ...untraced.workers])
    expect(await loadedBy(each)).toEqual(['api']);
  // Where there is one, this would have shown it.
  for (const each of [...cluster.routers, cluster.catalog, ...cluster.workers])
    expect(await loadedBy(each)).toContain('sdk-trace');
}, 60_000);

/**
 * Which packages of OpenTelemetry a service has loaded: node says which files of its bundle, and each of these says of what modules it is made.
 */
async function loadedBy({ service, logFile }: ServiceProcess): Promise<string[]> {
  const log = await readFile(logFile, 'utf8');
  const program = new URL(`../../services/${service}/dist/program/`, import.meta.url);
  const files = new Set([...log.matchAll(/dist\/program\/([\w.-]+\.js)/g)].map(([, name = '']) => name));
  expect(files).toContain('main.js');
  const code = await Promise.all([...files].map((name) => readFile(new URL(name, program), 'utf8')));
  const packages = code.join('').matchAll(/^\/\/ \S*node_modules\/@opentelemetry\/([\w-]+)\//gm);
  return [...new Set([...packages].map(([, name = '']) => name))];
}
