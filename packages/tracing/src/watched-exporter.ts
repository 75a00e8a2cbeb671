import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base';
import type { CollectorEvents } from './start-tracing.js';

/** Tells when the collector stops taking spans and when it takes them again: one word each time, however many are lost between. */
export class WatchedExporter implements SpanExporter {
  readonly #exporter: SpanExporter;
  readonly #events: CollectorEvents;
  #reachable = true;

  constructor(exporter: SpanExporter, events: CollectorEvents) {
    this.#exporter = exporter;
    this.#events = events;
  }

  export(spans: ReadableSpan[], done: (result: ExportResult) => void): void {
    this.#exporter.export(spans, (result) => {
      const reachable = result.code === ExportResultCode.SUCCESS;
      if (reachable !== this.#reachable) this.#events.collectorReachable(reachable, why(result.error));
      this.#reachable = reachable;
      done(result);
    });
  }

  shutdown(): Promise<void> {
    return this.#exporter.shutdown();
  }
}

/** The SDK's errors carry all that a collector answered, which may be megabytes. */
function why(error: (Error & { readonly code?: string | number }) | undefined): Error | undefined {
  return error && new Error(`${error.message} (${error.code ?? 'no code'})`);
}
