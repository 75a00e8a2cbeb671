import {
  type Span as ApiSpan,
  SpanKind as ApiSpanKind,
  type Context,
  DiagLogLevel,
  defaultTextMapGetter,
  defaultTextMapSetter,
  diag,
  ROOT_CONTEXT,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor, type SpanExporter } from '@opentelemetry/sdk-trace-base';
import { UnderstudyError } from '@understudy/errors';
import type { TracingOptions } from './start-tracing.js';
import type { Span, SpanKind, Tracing } from './tracing.js';
import type { TracingConfig } from './tracing-config.js';
import { WatchedExporter } from './watched-exporter.js';

/** What a service that stops waits for its collector. */
const closeDeadlineMs = 2_000;
/** Of an attribute: a path may be as long as a request's head, and the queue holds many. */
const maxValueCharacters = 512;

const kinds = {
  server: ApiSpanKind.SERVER,
  client: ApiSpanKind.CLIENT,
  internal: ApiSpanKind.INTERNAL,
} satisfies Record<SpanKind, ApiSpanKind>;

const traceContext = new W3CTraceContextPropagator();

/** Traces by OpenTelemetry. Only this file and what it imports know it; nothing of its global state is set. */
export async function openTelemetry(config: TracingConfig, options: TracingOptions): Promise<Tracing> {
  const { service, instance, events } = options;
  const open = await exporterOf(config);
  const provider = withoutMistakes(
    () =>
      new BasicTracerProvider({
        resource: resourceFromAttributes({
          'service.namespace': 'understudy',
          'service.name': service,
          ...(instance !== undefined && { 'service.instance.id': instance }),
        }).merge(detectResources({ detectors: [envDetector] })),
        spanLimits: { attributeValueLengthLimit: maxValueCharacters },
        // Its queue is bounded (OTEL_BSP_MAX_QUEUE_SIZE): what does not fit while the collector is slow or away is dropped.
        spanProcessors: [new BatchSpanProcessor(new WatchedExporter(open(), events))],
      }),
  );
  const tracer = provider.getTracer('understudy');
  return {
    startSpan(name, kind, headers, attributes) {
      const parent = traceContext.extract(ROOT_CONTEXT, headers, defaultTextMapGetter);
      return begin(tracer, parent, name, { kind: kinds[kind], attributes });
    },
    async close() {
      let timer: NodeJS.Timeout | undefined;
      const tooLate = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, closeDeadlineMs);
      });
      await Promise.race([provider.shutdown().catch(() => undefined), tooLate]);
      clearTimeout(timer);
    },
  };
}

async function exporterOf({ url, protocol }: TracingConfig): Promise<() => SpanExporter> {
  const { OTLPTraceExporter } =
    protocol === 'http/json'
      ? await import('@opentelemetry/exporter-trace-otlp-http')
      : await import('@opentelemetry/exporter-trace-otlp-proto');
  return () => new OTLPTraceExporter({ url });
}

/**
 * The SDK only murmurs about variables that it cannot use, and takes their defaults: sampling all where a tenth was meant. Here that ends
 * the start, as it does with ours.
 */
function withoutMistakes<T>(build: () => T): T {
  const mistakes: string[] = [];
  const note = (message: string) => mistakes.push(message);
  const ignore = () => undefined;
  diag.setLogger(
    { error: note, warn: note, info: ignore, debug: ignore, verbose: ignore },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  try {
    const built = build();
    if (mistakes.length === 0) return built;
  } finally {
    diag.disable();
  }
  throw new UnderstudyError('invalid_configuration', mistakes.join('; '));
}

function begin(
  tracer: Tracer,
  parent: Context,
  name: string,
  options: Parameters<Tracer['startSpan']>[1],
): Span {
  const span = tracer.startSpan(name, options, parent);
  const here = trace.setSpan(ROOT_CONTEXT, span);
  return {
    get headers() {
      const headers: Record<string, string> = {};
      traceContext.inject(here, headers, defaultTextMapSetter);
      return headers;
    },
    setAttributes(attributes) {
      span.setAttributes(attributes);
    },
    addEvent(event, attributes) {
      span.addEvent(event, attributes);
    },
    startChild: (child, kind, attributes) => begin(tracer, here, child, { kind: kinds[kind], attributes }),
    recordBeside(other, attributes, startedAtMs, failure) {
      // One that was begun without a request has nothing above it.
      const above = trace.getSpanContext(parent) === undefined ? here : parent;
      begin(tracer, above, other, { attributes, startTime: startedAtMs }).end(failure);
    },
    end(failure) {
      if (failure !== undefined) fail(span, failure);
      span.end();
    },
  };
}

function fail(span: ApiSpan, code: string): void {
  span.setAttribute('error.type', code);
  span.setStatus({ code: SpanStatusCode.ERROR });
}
