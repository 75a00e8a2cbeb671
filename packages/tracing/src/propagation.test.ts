import { afterEach, beforeEach, expect, test } from 'vitest';
import { startTracing } from './start-tracing.js';
import { TraceReceiver } from './testing/trace-receiver.js';
import type { HeaderFields, Tracing } from './tracing.js';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const parentId = 'b7ad6b7169203331';

let receiver: TraceReceiver;
let tracing: Tracing;
beforeEach(async () => {
  receiver = await TraceReceiver.start();
  const config = { url: `http://127.0.0.1:${receiver.port}/v1/traces`, protocol: 'http/json' } as const;
  tracing = (await startTracing(config, {
    service: 'router',
    events: { collectorReachable: () => {} },
  })) as Tracing;
});
afterEach(() => receiver.close());

/** The span of a request with these header fields, as the collector gets it, and what its part was given. */
async function traced(headers: HeaderFields) {
  const span = tracing.startSpan('play', 'server', headers, {});
  const given = span.headers;
  span.end();
  await tracing.close();
  return { span: receiver.spans[0], given };
}

test.each([
  ['sampled', `00-${traceId}-${parentId}-01`],
  ['with another flag', `00-${traceId}-${parentId}-03`],
  ['of a later version, with more behind it', `cc-${traceId}-${parentId}-01-what-is-to-come`],
])('a request that is part of a trace continues it: %s', async (_what, traceparent) => {
  const { span, given } = await traced({ traceparent });
  expect(span).toMatchObject({ traceId, parentSpanId: parentId });
  expect(given).toEqual({ traceparent: `00-${traceId}-${span?.spanId}-01` });
});

// https://www.w3.org/TR/trace-context/#traceparent-header-field-values
test.each([
  ['nothing', undefined],
  ['empty', ''],
  ['capitals', `00-${traceId.toUpperCase()}-${parentId}-01`],
  ['no hexadecimal digits', `00-${traceId.replace('a', 'g')}-${parentId}-01`],
  ['a trace ID that is too short', `00-${traceId.slice(1)}-${parentId}-01`],
  ['a parent that is too long', `00-${traceId}-${parentId}0-01`],
  ['a trace of zeros', `00-${'0'.repeat(32)}-${parentId}-01`],
  ['a parent of zeros', `00-${traceId}-${'0'.repeat(16)}-01`],
  ['the forbidden version', `ff-${traceId}-${parentId}-01`],
  ['more than this version has', `00-${traceId}-${parentId}-01-more`],
  ['no flags', `00-${traceId}-${parentId}`],
  ['two of them, as node joins them', `00-${traceId}-${parentId}-01, 00-${traceId}-${parentId}-01`],
  ['a line of a header', `00-${traceId}-${parentId}-01\r\nx: y`],
])('a new trace begins where there is %s', async (_what, traceparent) => {
  const { span, given } = await traced({ traceparent, tracestate: 'vendor=1' });
  expect(span?.parentSpanId).toBe('');
  expect(span?.traceId).toMatch(/^[0-9a-f]{32}$/);
  expect(span?.traceId).not.toBe(traceId);
  expect(given).toEqual({ traceparent: `00-${span?.traceId}-${span?.spanId}-01` });
});

test('what other tracers put beside it is passed on, and nothing that is malformed or too long', async () => {
  const traceparent = `00-${traceId}-${parentId}-01`;
  const stateOf = (tracestate: string) =>
    tracing.startSpan('play', 'server', { traceparent, tracestate }, {}).headers['tracestate'];
  expect(stateOf('vendor=1,other@here=two')).toBe('vendor=1,other@here=two');
  expect(stateOf('vendor=1\r\nx: y')).toBe('');
  expect(stateOf(`vendor=${'x'.repeat(513)}`)).toBe('');
  await tracing.close();
});

test('a trace that is not sampled is passed on as such, and not told', async () => {
  const { span, given } = await traced({ traceparent: `00-${traceId}-${parentId}-00` });
  expect(span).toBeUndefined();
  expect(given['traceparent']).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-00$`));
});

test('what is recorded beside a span is below the same request, also before the span ends', async () => {
  const startedAtMs = performance.now() - 50;
  const span = tracing.startSpan('serve', 'server', { traceparent: `00-${traceId}-${parentId}-01` }, {});
  span.recordBeside('generate', { 'understudy.piece': '1' }, startedAtMs, 'generator_failed');
  tracing.startSpan('serve', 'server', {}, {}).recordBeside('generate', {}, startedAtMs);
  await tracing.close();
  const [below, alone] = receiver.spans;
  expect(below).toMatchObject({
    traceId,
    parentSpanId: parentId,
    attributes: { 'understudy.piece': '1', 'error.type': 'generator_failed' },
  });
  expect(below?.durationMs).toBeGreaterThanOrEqual(49);
  expect(alone?.parentSpanId).toMatch(/^[0-9a-f]{16}$/);
});
