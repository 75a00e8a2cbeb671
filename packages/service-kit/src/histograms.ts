import { randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Histogram, Registry } from 'prom-client';

/** What a histogram has counted since its process began. Buckets of several processes can be added; percentiles cannot. */
export interface HistogramCounts {
  /** The upper bound of each bucket, ascending, in the unit of the metric. */
  readonly bounds: readonly number[];
  /** How many fell into each bucket, and last of all how many were above every bound. */
  readonly counts: readonly number[];
}

/** Histograms of one process by the names of their metrics. */
export interface ProcessHistograms {
  /** Another one for the same service started again, whose counts begin at zero. */
  readonly process: string;
  readonly histograms: Readonly<Record<string, HistogramCounts>>;
}

/** `GET /histograms`. */
export interface HistogramsAnswer {
  readonly processes: readonly ProcessHistograms[];
}

const thisProcess = randomUUID();

/** The histograms of these names, as far as the registry has them; each without labels. */
export async function readHistograms(
  registry: Registry,
  names: readonly string[],
): Promise<ProcessHistograms> {
  const found = await Promise.all(
    names.map(async (name) => {
      const metric = registry.getSingleMetric(name) as Histogram | undefined;
      return metric === undefined ? [] : [[name, await countsOf(metric, name)] as const];
    }),
  );
  return { process: thisProcess, histograms: Object.fromEntries(found.flat()) };
}

/** `GET /histograms`, for peers only; register it behind their authentication. */
export function histogramsRoute(
  app: FastifyInstance,
  read: () => Promise<readonly ProcessHistograms[]>,
): void {
  app.get('/histograms', async (): Promise<HistogramsAnswer> => ({ processes: await read() }));
}

async function countsOf(metric: Histogram, name: string): Promise<HistogramCounts> {
  const { values } = await metric.get();
  const buckets = values
    .filter(({ metricName }) => metricName === `${name}_bucket`)
    .map(({ labels, value }) => ({ bound: boundOf(labels), value }))
    .sort((a, b) => a.bound - b.bound);
  return {
    bounds: buckets.map(({ bound }) => bound).filter(Number.isFinite),
    // Prometheus has them added up.
    counts: buckets.map(({ value }, index) => value - (buckets[index - 1]?.value ?? 0)),
  };
}

function boundOf(labels: Partial<Record<string, string | number>>): number {
  const bound = labels['le'];
  return bound === '+Inf' ? Number.POSITIVE_INFINITY : Number(bound);
}
