import { collectDefaultMetrics, type Registry } from 'prom-client';

/**
 * Adds what every Node process has: processor, memory, garbage, the delay of its event loop (`process_*`, `nodejs_*`). Once in a process: it
 * looks at the loop a hundred times a second.
 */
export function collectProcessMetrics(registry: Registry): void {
  collectDefaultMetrics({ register: registry });
}
