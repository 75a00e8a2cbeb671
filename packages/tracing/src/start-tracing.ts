import type { Tracing } from './tracing.js';
import type { TracingConfig } from './tracing-config.js';

/** Told when the collector takes no traces, and when it does again; not for each of them. */
export interface CollectorEvents {
  collectorReachable(reachable: boolean, error: unknown): void;
}

export interface TracingOptions {
  /** `router`, `worker`, `catalog`; `OTEL_SERVICE_NAME` goes before it. */
  readonly service: string;
  /** Which of them. */
  readonly instance?: string;
  readonly events: CollectorEvents;
}

/**
 * Begins to collect traces, where `config` says where to. Only then is anything of OpenTelemetry loaded.
 * @throws UnderstudyError `invalid_configuration`
 */
export async function startTracing(
  config: TracingConfig | undefined,
  options: TracingOptions,
): Promise<Tracing | undefined> {
  if (config === undefined) return undefined;
  const { openTelemetry } = await import('./open-telemetry.js');
  return openTelemetry(config, options);
}
