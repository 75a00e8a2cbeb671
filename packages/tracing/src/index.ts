export { startTracing } from './start-tracing.js';
export type { Span, Tracing } from './tracing.js';
export { readTracingConfig, type TracingConfig } from './tracing-config.js';
