import { collectDefaultMetrics, Registry } from 'prom-client';

/**
 * A registry of metrics for a process, with those that every Node process has: processor, memory, garbage, the delay of its event
 * loop (`process_*`, `nodejs_*`).
 */
export function createProcessRegistry(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}
