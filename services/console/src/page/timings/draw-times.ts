import uPlot from 'uplot';

/** Percentiles of one step. */
interface TimesStep {
  readonly atMs: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
}

export interface TimesDrawing {
  /** Draws these steps, over so long a time. */
  show(steps: readonly TimesStep[], spanMs: number): void;
  destroy(): void;
}

const heightPx = 140;
/** Of colours and dashes as in the legend. */
const lines = [
  { name: 'p50', color: 'var(--good)', dash: [] },
  { name: 'p95', color: 'var(--accent)', dash: [6, 3] },
  { name: 'p99', color: 'var(--bad)', dash: [2, 3] },
] as const;

/** Draws the percentiles into an element, as wide as that is, in the colours of the page's scheme. Loaded only where there is a chart. */
export function drawTimes(host: HTMLElement): TimesDrawing {
  let shown: { readonly steps: readonly TimesStep[]; readonly spanMs: number } = { steps: [], spanMs: 1 };
  let plot = draw();

  function draw(): uPlot {
    return new uPlot(optionsFor(host), dataOf(shown.steps), host);
  }
  function redraw(): void {
    plot.destroy();
    plot = draw();
    show(shown.steps, shown.spanMs);
  }
  function show(steps: readonly TimesStep[], spanMs: number): void {
    shown = { steps, spanMs };
    const lastS = (steps.at(-1)?.atMs ?? Date.now()) / 1_000;
    plot.batch(() => {
      plot.setData(dataOf(steps));
      plot.setScale('x', { min: lastS - spanMs / 1_000, max: lastS });
    });
  }

  // A canvas knows nothing of colours that depend on the scheme.
  const scheme = matchMedia('(prefers-color-scheme: dark)');
  scheme.addEventListener('change', redraw);
  const resized = new ResizeObserver(() => plot.setSize({ width: host.clientWidth, height: heightPx }));
  resized.observe(host);
  return {
    show,
    destroy() {
      scheme.removeEventListener('change', redraw);
      resized.disconnect();
      plot.destroy();
    },
  };
}

function optionsFor(host: HTMLElement): uPlot.Options {
  const soft = resolve(host, 'var(--soft)');
  const line = { stroke: resolve(host, 'var(--line)'), width: 1 };
  return {
    width: host.clientWidth,
    height: heightPx,
    legend: { show: false },
    cursor: { show: false },
    // From a millisecond to half a minute.
    scales: { y: { distr: 3 } },
    axes: [
      { stroke: soft, grid: line, ticks: line, values: (_plot, splits) => splits.map(timeOfDay) },
      { stroke: soft, grid: line, ticks: line, size: 64, values: (_plot, splits) => splits.map(duration) },
    ],
    series: [
      {},
      ...lines.map(({ name, color, dash }) => ({
        label: name,
        stroke: resolve(host, color),
        width: 2,
        dash: [...dash],
        points: { show: true, size: 4 },
      })),
    ],
  };
}

function dataOf(steps: readonly TimesStep[]): uPlot.AlignedData {
  // There is no 0 on a logarithmic axis.
  const above0 = (value: number | null) => (value === null || value <= 0 ? null : value);
  return [
    steps.map(({ atMs }) => atMs / 1_000),
    steps.map(({ p50Ms }) => above0(p50Ms)),
    steps.map(({ p95Ms }) => above0(p95Ms)),
    steps.map(({ p99Ms }) => above0(p99Ms)),
  ];
}

/** What a colour of the style sheet is now. */
function resolve(host: HTMLElement, color: string): string {
  const probe = document.createElement('span');
  probe.style.color = color;
  host.append(probe);
  const resolved = getComputedStyle(probe).color;
  probe.remove();
  return resolved;
}

function timeOfDay(atS: number): string {
  return new Date(atS * 1_000).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
}

/** Of a logarithmic axis only some splits are named. */
function duration(ms: number | null): string {
  if (ms === null) return '';
  return ms >= 1_000 ? `${ms / 1_000} s` : `${ms} ms`;
}
