import { type Answer, Type } from '@understudy/schema';
import type { HistogramCounts } from '@understudy/service-kit';
import { addHistograms, quantileOf, totalOf } from './histogram.js';
import type { Timings } from './timing-sampler.js';
import { stepMs } from './timing-sampler.js';

const value = (description: string) =>
  Type.Union([Type.Number(), Type.Null()], { description: `${description}; null where nothing was counted` });

const timeFields = {
  count: Type.Integer({ minimum: 0, description: 'How many were counted' }),
  p50Ms: value('Half of them took no longer'),
  p95Ms: value('95 of 100 took no longer'),
  p99Ms: value('99 of 100 took no longer'),
};
const speedFields = {
  count: Type.Integer({ minimum: 0, description: 'How many segments were made' }),
  p50: value('Half of them were made no faster: seconds of video in a second'),
  p5: value('5 of 100 were made no faster'),
};
const atMs = Type.Integer({ description: 'The end of the step, as ms since 1970' });

const timesSchema = Type.Object(
  {
    all: Type.Object(timeFields, { description: 'Over all steps' }),
    lastMinute: Type.Object(timeFields),
    steps: Type.Array(Type.Object({ atMs, ...timeFields })),
  },
  { title: 'Times' },
);
const speedsSchema = Type.Object(
  {
    all: Type.Object(speedFields, { description: 'Over all steps' }),
    lastMinute: Type.Object(speedFields),
    steps: Type.Array(Type.Object({ atMs, ...speedFields })),
  },
  { title: 'Speeds' },
);

/** `GET /admin/timings`. */
export const timingsSchema = Type.Object(
  {
    stepMs: Type.Integer({ description: 'How long a step is' }),
    keptMs: Type.Integer({ description: 'For how long steps are kept' }),
    asked: Type.Union([Type.Integer(), Type.Null()], {
      description: 'How many routers and workers were asked, the last time; null before the first',
    }),
    missing: Type.Array(Type.String(), {
      description: 'Those that did not tell, as `router host-7`, `worker w1`',
    }),
    firstByte: timesSchema,
    silence: timesSchema,
    generationSpeed: speedsSchema,
  },
  { title: 'Timings' },
);

export type TimingsAnswer = Answer<typeof timingsSchema>;
type TimeFigures = TimingsAnswer['firstByte']['all'];
type SpeedFigures = TimingsAnswer['generationSpeed']['all'];

const minuteMs = 60_000;

/** What the console answers: percentiles of what all processes counted together, for each step, the last minute and all. */
export function timingsAnswer({ steps, asked, missing }: Timings, keptMs: number): TimingsAnswer {
  const series = <Figures>(name: string, figuresOf: (histogram: HistogramCounts) => Figures) => {
    const counted = steps.map((step) => ({
      atMs: step.atMs,
      histogram: step.histograms[name] ?? { bounds: [], counts: [] },
    }));
    const over = (some: typeof counted) => figuresOf(addHistograms(some.map(({ histogram }) => histogram)));
    const lastAtMs = counted.at(-1)?.atMs ?? 0;
    return {
      all: over(counted),
      lastMinute: over(counted.filter((step) => step.atMs > lastAtMs - minuteMs)),
      steps: counted.map((step) => ({ atMs: step.atMs, ...figuresOf(step.histogram) })),
    };
  };
  return {
    ...{ stepMs, keptMs, asked: asked ?? null, missing: [...missing] },
    firstByte: series('understudy_router_first_byte_seconds', timeFigures),
    silence: series('understudy_router_failover_silence_seconds', timeFigures),
    generationSpeed: series('understudy_generation_speed_ratio', speedFigures),
  };
}

function timeFigures(histogram: HistogramCounts): TimeFigures {
  const ms = (quantile: number) => rounded(quantileOf(histogram, quantile), 1_000);
  return { count: totalOf(histogram), p50Ms: ms(0.5), p95Ms: ms(0.95), p99Ms: ms(0.99) };
}

function speedFigures(histogram: HistogramCounts): SpeedFigures {
  const ratio = (quantile: number) => rounded(quantileOf(histogram, quantile), 1);
  return { count: totalOf(histogram), p50: ratio(0.5), p5: ratio(0.05) };
}

/** Buckets give no more than two digits behind the point. */
function rounded(value: number | null, times: number): number | null {
  return value === null ? null : Math.round(value * times * 100) / 100;
}
