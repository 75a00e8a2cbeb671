import type { Times, Timings } from '@understudy/client';
import type { Polled } from '../api/poll.js';
import { PolledPanel } from '../parts/panel.js';
import { TableScroller } from '../parts/table-scroller.js';
import { TimesChart } from './times-chart.js';
import { formatKept, formatMs, formatSpeed, whyEmpty } from './timing-texts.js';

/** A step is 5 s, and is asked for as often. */
const oldMs = 12_000;

interface TimingsPanelProps {
  readonly polled: Polled<Timings>;
  readonly nowMs: number;
}

/** How long first bytes and silences took in the last minutes, and how fast videos are made. */
export function TimingsPanel({ polled, nowMs }: TimingsPanelProps) {
  return (
    <PolledPanel title="First bytes and silences" polled={polled} nowMs={nowMs} oldAfterMs={oldMs}>
      {(timings) => (
        <div class="timings">
          {timings.asked === 0 && (
            <p class="failure">
              No router and no worker is known now: nothing is counted, and what is shown is from before.
            </p>
          )}
          {timings.missing.length > 0 && (
            <p class="failure">Without what {timings.missing.join(', ')} counted: no answer.</p>
          )}
          <TimesOf
            title="First byte"
            times={timings.firstByte}
            why={whyEmpty(timings, 'firstByte')}
            timings={timings}
          />
          <TimesOf
            title="Silence at a failover"
            times={timings.silence}
            why={whyEmpty(timings, 'silence')}
            timings={timings}
          />
          <h3>Making, against real time</h3>
          <Speed timings={timings} />
        </div>
      )}
    </PolledPanel>
  );
}

interface TimesOfProps {
  readonly title: string;
  readonly times: Times;
  /** Why there is nothing to show. */
  readonly why: string | undefined;
  readonly timings: Timings;
}

function TimesOf({ title, times, why, timings: { keptMs } }: TimesOfProps) {
  if (why !== undefined)
    return (
      <>
        <h3>{title}</h3>
        <p class="empty">{why}</p>
      </>
    );
  return (
    <>
      <h3>{title}</h3>
      <Legend />
      <TimesChart title={title} times={times} keptMs={keptMs} />
      <TableScroller label={`${title}: figures`}>
        <table data-timings={title}>
          <thead>
            <tr>
              <th scope="col">Last</th>
              {['Counted', 'p50', 'p95', 'p99'].map((name) => (
                <th key={name} scope="col" class="number">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <Figures name="minute" figures={times.lastMinute} />
            <Figures name={formatKept(keptMs)} figures={times.all} />
          </tbody>
        </table>
      </TableScroller>
    </>
  );
}

function Figures({ name, figures }: { readonly name: string; readonly figures: Times['all'] }) {
  const { count, p50Ms, p95Ms, p99Ms } = figures;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td class="number">{count}</td>
      <td class="number">{formatMs(p50Ms)}</td>
      <td class="number">{formatMs(p95Ms)}</td>
      <td class="number">{formatMs(p99Ms)}</td>
    </tr>
  );
}

/** As `draw-times.ts` draws them, which is loaded only with the chart. */
const lines = [
  ['p50', undefined],
  ['p95', '6 3'],
  ['p99', '2 3'],
] as const;

function Legend() {
  return (
    <ul class="lines">
      {lines.map(([name, dash]) => (
        <li key={name} class={name}>
          <svg viewBox="0 0 24 8" aria-hidden="true">
            <path d="M0 4h24" {...(dash !== undefined && { 'stroke-dasharray': dash })} />
          </svg>
          {name}
        </li>
      ))}
    </ul>
  );
}

function Speed({ timings }: { readonly timings: Timings }) {
  const why = whyEmpty(timings, 'generationSpeed');
  if (why !== undefined) return <p class="empty">{why}</p>;
  const { all, lastMinute } = timings.generationSpeed;
  return (
    <p data-figure="speed">
      Half of the {all.count} segments of the last {formatKept(timings.keptMs)} were made at{' '}
      <strong>{formatSpeed(all.p50)}</strong> of real time or more slowly, 5 of 100 at{' '}
      <strong>{formatSpeed(all.p5)}</strong>
      {lastMinute.count > 0 &&
        `; in the last minute ${formatSpeed(lastMinute.p50)} and ${formatSpeed(lastMinute.p5)}`}
      . Below 1 × players wait.
    </p>
  );
}
