import type { Live } from '../live.js';
import type { Place } from '../place.js';
import { PlacementPanel } from './placement-panel.js';
import { VideoEvents } from './video-events.js';
import { VideoPanel } from './video-panel.js';
import { VideosList } from './videos-list.js';

interface VideosPageProps {
  readonly live: Live;
  readonly place: Place;
  readonly nowMs: number;
}

/** All videos, and all that is known of the one that is chosen. */
export function VideosPage({ live, place, nowMs }: VideosPageProps) {
  const video = place.subject;
  return (
    <>
      <VideosList live={live} place={place} nowMs={nowMs} />
      {video !== undefined && (
        <>
          <VideoPanel key={video} live={live} video={video} nowMs={nowMs} />
          <VideoEvents live={live} video={video} nowMs={nowMs} />
          <PlacementPanel live={live} video={video} nowMs={nowMs} />
        </>
      )}
    </>
  );
}
