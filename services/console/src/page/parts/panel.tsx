import type { ComponentChildren } from 'preact';
import type { Polled } from '../api/poll.js';
import { formatAge } from './format.js';

/** Older than this, an answer is marked: it should be no older than a second or two. */
const oldMs = 5_000;

interface PanelProps {
  readonly title: string;
  /** Beside the title: how old the data is. */
  readonly note?: ComponentChildren;
  readonly children: ComponentChildren;
}

export function Panel({ title, note, children }: PanelProps) {
  const id = `panel-${title.toLowerCase().replaceAll(/\W+/g, '-')}`;
  return (
    <section class="panel" aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        {note}
      </header>
      {children}
    </section>
  );
}

interface PolledPanelProps<T> {
  readonly title: string;
  readonly polled: Polled<T>;
  readonly nowMs: number;
  /** An answer that is asked for less often may be older. */
  readonly oldAfterMs?: number;
  readonly children: (answer: T) => ComponentChildren;
}

/** Shows an answer with its age; says so where there is none, or none any more. */
export function PolledPanel<T>({ title, polled, nowMs, oldAfterMs = oldMs, children }: PolledPanelProps<T>) {
  const { answer, answeredAtMs, failure } = polled;
  return (
    <Panel title={title} note={<Age atMs={answeredAtMs} nowMs={nowMs} oldAfterMs={oldAfterMs} />}>
      {failure !== undefined && (
        <p class="failure">
          {failure} {answeredAtMs !== undefined && `What is shown is ${formatAge(nowMs - answeredAtMs)} old.`}
        </p>
      )}
      {answer === undefined ? failure === undefined && <p class="empty">Asking …</p> : children(answer)}
    </Panel>
  );
}

interface AgeProps {
  readonly atMs: number | undefined;
  readonly nowMs: number;
  readonly oldAfterMs: number;
}

export function Age({ atMs, nowMs, oldAfterMs }: AgeProps) {
  if (atMs === undefined) return <span class="age old">no data yet</span>;
  const ageMs = nowMs - atMs;
  return <span class={ageMs > oldAfterMs ? 'age old' : 'age'}>{formatAge(ageMs)} old</span>;
}
