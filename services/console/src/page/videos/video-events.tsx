import { useMemo } from 'preact/hooks';
import { EventList } from '../events/event-list.js';
import type { Live } from '../live.js';
import { Age, Panel } from '../parts/panel.js';

/** More lines nobody reads, and drawing them takes long; the rest is on the page of events. */
const mostShown = 200;
/** The console sends a beat every 15 s. */
const quietMs = 20_000;

interface VideoEventsProps {
  readonly live: Live;
  readonly video: string;
  readonly nowMs: number;
}

/** What happened to a video, with bytes and milliseconds as they were told, among the events that the page knows. */
export function VideoEvents({ live: { events, feed }, video, nowMs }: VideoEventsProps) {
  const { lines } = events;
  const found = useMemo(
    () => lines.filter((line) => line['video'] === video).slice(-mostShown),
    [lines, video],
  );
  return (
    <Panel
      title="What happened to it"
      note={<Age atMs={feed.heardAtMs} nowMs={nowMs} oldAfterMs={quietMs} />}
    >
      {feed.failure !== undefined && <p class="failure">{feed.failure}</p>}
      {found.length === 0 ? (
        <p class="empty">
          {feed.heardAtMs === undefined
            ? 'The feed is being opened.'
            : lines.length === 0
              ? 'Nothing happened yet.'
              : `None of the last ${lines.length} events is of this video.`}
        </p>
      ) : (
        <EventList lines={found} />
      )}
    </Panel>
  );
}
