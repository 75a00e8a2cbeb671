import {
  AggregatorRegistry,
  type MetricObjectWithValues,
  type MetricValue,
  type Registry,
} from 'prom-client';

/** What a process has counted, as prom-client gives it. */
export type Counted = readonly MetricObjectWithValues<MetricValue<string>>[];

/**
 * The metrics of all serving processes, added up. What only grows does not fall when one is silent, or has ended: whoever scrapes would take
 * that for a new beginning, and what is left for as many new events.
 */
export class ProcessMetrics {
  readonly #last = new Map<number, Counted>();
  #ended: Counted = [];

  /** What the process `id` tells now. */
  heard(id: number, counted: Counted): void {
    this.#last.set(id, counted);
  }

  /** The process `id` is no more: what it had counted when it was last heard stays, and what it had or was does not. */
  ended(id: number): void {
    const grown = (this.#last.get(id) ?? []).filter(({ type }) => isCounted(type));
    this.#last.delete(id);
    // What is added up has its values as it was given them.
    this.#ended = addedUp([this.#ended, grown]).getMetricsAsArray() as unknown as Counted;
  }

  /** In the text format of Prometheus. */
  text(): Promise<string> {
    return addedUp([this.#ended, ...this.#last.values()]).metrics();
  }
}

function addedUp(counted: readonly Counted[]): Registry {
  return AggregatorRegistry.aggregate([...counted]);
}

/** The declarations of prom-client have an enum of numbers for what is a word. */
function isCounted(type: unknown): boolean {
  return type === 'counter' || type === 'histogram';
}
