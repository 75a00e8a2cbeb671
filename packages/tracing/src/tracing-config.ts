import type { EnvReader } from '@understudy/service-kit';

export interface TracingConfig {
  /** Where the collector takes traces. */
  readonly url: string;
  readonly protocol: 'http/protobuf' | 'http/json';
}

/**
 * Undefined where no collector is named. These are OpenTelemetry's own variables; the others (sampling, the queue, header fields) are
 * read by its SDK.
 */
export function readTracingConfig(read: EnvReader): TracingConfig | undefined {
  const base = read.optionalHttpUrl('OTEL_EXPORTER_OTLP_ENDPOINT');
  const url = read.optionalHttpUrl('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT') ?? (base && `${base}/v1/traces`);
  if (url === undefined || read.choice('OTEL_SDK_DISABLED', ['true', 'false'], 'false') === 'true')
    return undefined;
  return {
    url,
    protocol: read.choice('OTEL_EXPORTER_OTLP_PROTOCOL', ['http/protobuf', 'http/json'], 'http/protobuf'),
  };
}
