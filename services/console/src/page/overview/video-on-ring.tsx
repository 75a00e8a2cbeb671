import type { Placement } from '@understudy/client';
import { formatAge } from '../parts/format.js';
import { linkTo } from '../place.js';
import { pastedVideo } from '../videos/explain-placement.js';
import type { MarkedVideo } from './marked-video.js';

interface VideoOnRingProps {
  readonly marked: MarkedVideo;
  /** The one that stays marked. */
  readonly chosen: string | undefined;
  readonly playing: readonly string[];
}

/** Says where a video belongs, whose place the ring shows: one that is typed, or that somebody points at, by mouse or keyboard. */
export function VideoOnRing({ marked, chosen, playing }: VideoOnRingProps) {
  const choose = (event: Event) => {
    event.preventDefault();
    const text = String(new FormData(event.currentTarget as HTMLFormElement).get('video')).trim();
    location.hash = text === '' ? linkTo('overview') : linkTo('overview', pastedVideo(text));
  };
  const pointAt = (video: string | undefined) => () => marked.pointAt(video);
  return (
    <>
      <form class="filters" onSubmit={choose}>
        <label for="ring-video">Show a video, by its ID or an address with it</label>
        <input id="ring-video" name="video" type="search" defaultValue={chosen} key={chosen} />
        <button type="submit">Show</button>
      </form>
      <p class="place" role="status" data-place={marked.video}>
        <PlaceOf marked={marked} />
      </p>
      {playing.length > 0 && (
        <>
          <h3>Played now</h3>
          <ul class="playing">
            {playing.map((video) => (
              <li key={video}>
                <a
                  href={linkTo('overview', video)}
                  aria-current={video === chosen ? 'true' : undefined}
                  onMouseEnter={pointAt(video)}
                  onMouseLeave={pointAt(undefined)}
                  onFocus={pointAt(video)}
                  onBlur={pointAt(undefined)}
                >
                  {video}
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function PlaceOf({ marked: { video, placement } }: { readonly marked: MarkedVideo }) {
  const { answer, failure, answeredAtMs } = placement;
  if (video === undefined)
    return <>Point at a video that is played, or type one: its slot and workers are shown.</>;
  if (answer === undefined) return <>{failure ?? 'Asking …'}</>;
  const { slot, master, replica } = answer;
  return (
    <>
      Slot <strong>{slot}</strong>: master <strong data-role="master">{master ?? 'nobody'}</strong>, replica{' '}
      <strong data-role="replica">{replica ?? 'nobody'}</strong>.{' '}
      {failure !== undefined && answeredAtMs !== undefined && (
        <span class="failure">{`${failure} This is ${formatAge(Date.now() - answeredAtMs)} old.`}</span>
      )}{' '}
      <a href={linkTo('videos', video)}>Why</a>
    </>
  );
}

/** What the ring of a pool shows of it; undefined where its slot lies in another one. */
export function markOn(pool: number, placement: Placement | undefined) {
  if (placement === undefined || placement.pool !== pool) return undefined;
  const { slot, master, replica } = placement;
  return { slot, master, replica };
}
