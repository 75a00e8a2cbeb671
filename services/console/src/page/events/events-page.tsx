import { useMemo, useState } from 'preact/hooks';
import type { Live } from '../live.js';
import { count, formatAge } from '../parts/format.js';
import { Age, Panel } from '../parts/panel.js';
import { linkTo, type Place, replacePlace } from '../place.js';
import { EventList } from './event-list.js';
import type { EventLine } from './event-store.js';
import { filterEvents, type Level, levels } from './filter-events.js';

/** More lines than this nobody reads, and drawing them takes long. */
const mostShown = 200;
/** The console sends a beat every 15 s. */
const quietMs = 20_000;

interface EventsPageProps {
  readonly live: Live;
  readonly place: Place;
  readonly nowMs: number;
}

export function EventsPage({ live, place, nowMs }: EventsPageProps) {
  const { events, feed } = live;
  const [paused, setPaused] = useState<readonly EventLine[]>();
  const level = levels.find((each) => each === place.query['level']) ?? 'info';
  const find = place.query['find'] ?? '';
  const lines = paused ?? events.lines;
  const found = useMemo(() => filterEvents(lines, level, find), [lines, level, find]);
  const missed = (events.lines.at(-1)?.line ?? 0) - (paused?.at(-1)?.line ?? 0);
  return (
    <Panel title="Live" note={<Age atMs={feed.heardAtMs} nowMs={nowMs} oldAfterMs={quietMs} />}>
      <search class="filters">
        <label for="find">Request ID, video or anything else</label>
        <input
          id="find"
          type="search"
          value={find}
          onInput={(event) => show(level, event.currentTarget.value)}
        />
        <label for="level">Level from</label>
        <select id="level" value={level} onChange={(event) => show(event.currentTarget.value as Level, find)}>
          {levels.map((each) => (
            <option value={each}>{each}</option>
          ))}
        </select>
        <button
          type="button"
          aria-pressed={paused !== undefined}
          onClick={() => setPaused(paused === undefined ? events.lines : undefined)}
        >
          {paused === undefined ? 'Pause' : 'Go on'}
        </button>
      </search>
      {feed.failure !== undefined && (
        <p class="failure">
          {feed.failure} Nothing new comes
          {feed.heardAtMs !== undefined && ` since ${formatAge(nowMs - feed.heardAtMs)}`}; it is tried again.
        </p>
      )}
      {events.away.length > 0 && (
        <p class="failure">{events.away.join(', ')} cannot be heard: what happens there is missing.</p>
      )}
      <p class="empty" role="status">
        {count(found.length, 'event')} of the last {lines.length}
        {found.length > mostShown && `, the newest ${mostShown} are shown`}
        {paused !== undefined && `. Paused; ${missed} came since`}.{' '}
        {found.length === 0 && lines.length > 0 && 'None is of this level and has this text.'}
        {lines.length === 0 &&
          (feed.heardAtMs === undefined ? 'The feed is being opened.' : 'Nothing happened yet.')}
      </p>
      <EventList lines={found.slice(-mostShown)} />
    </Panel>
  );
}

/** The filter is in the address, so that it can be given to somebody. */
function show(level: Level, find: string): void {
  replacePlace(linkTo('events', undefined, { level: level === 'info' ? '' : level, find }));
}
