import type { Times } from '@understudy/client';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { TimesDrawing } from './draw-times.js';
import { formatMs } from './timing-texts.js';

interface TimesChartProps {
  readonly title: string;
  readonly times: Times;
  readonly keptMs: number;
}

/** The percentiles over time. The library that draws is loaded when there is something to draw; the figures stand in a table as well. */
export function TimesChart({ title, times, keptMs }: TimesChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const [drawing, setDrawing] = useState<TimesDrawing>();
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let drawn: TimesDrawing | undefined;
    let isGone = false;
    import('./draw-times.js').then(
      ({ drawTimes }) => {
        if (isGone || host.current === null) return;
        drawn = drawTimes(host.current);
        setDrawing(drawn);
      },
      () => setFailed(true),
    );
    return () => {
      isGone = true;
      drawn?.destroy();
    };
  }, []);
  useEffect(() => drawing?.show(times.steps, keptMs), [drawing, times, keptMs]);
  const { p50Ms, p95Ms, p99Ms, count } = times.all;
  const label = `${title}, over time; of all ${count}: p50 ${formatMs(p50Ms)}, p95 ${formatMs(p95Ms)}, p99 ${formatMs(p99Ms)}`;
  if (failed) return <p class="failure">The chart could not be loaded. The table has its last figures.</p>;
  return <div ref={host} class="chart" role="img" aria-label={label} />;
}
