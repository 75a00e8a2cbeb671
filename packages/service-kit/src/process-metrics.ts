import { collectDefaultMetrics, type Registry } from 'prom-client';

/** How often the event loop is looked at: what it says of delays has this much in it where there is none. */
const lookEveryMs = 50;

/**
 * Adds what every Node process has: processor, memory, garbage, the delay of its event loop (`process_*`, `nodejs_*`). Once in a process: it
 * looks at the loop twenty times a second. (A hundred times, as it is without being told, seven processes that do nothing woke a machine up
 * 700 times a second, each time beside somebody who works.)
 */
export function collectProcessMetrics(registry: Registry): void {
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: lookEveryMs });
}
