import { useEffect, useRef, useState } from 'preact/hooks';
import { whyNotPlayed } from '../videos/why-not-played.js';

/** A player of a slow network has 30 s and more, of small videos all: then nothing would be to see for as long. */
const buffer = { maxBufferLength: 8, maxBufferSize: 1 };

interface WatchedVideoProps {
  readonly video: string;
  /** Where players come to. */
  readonly origin: string;
}

/** Plays a video as a viewer would see it, without its sound until somebody wants that, and says whether the picture ever stopped. */
export function WatchedVideo({ video, origin }: WatchedVideoProps) {
  const element = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState<'loading' | 'playing' | 'over'>('loading');
  const [stops, setStops] = useState(0);
  const [failure, setFailure] = useState<string>();
  useEffect(() => {
    const gone = new AbortController();
    play(element.current as HTMLVideoElement, { id: video, origin }, gone.signal, setFailure).catch(() =>
      setFailure('The player could not be loaded.'),
    );
    return () => gone.abort();
  }, [video, origin]);
  return (
    <>
      <video
        ref={element}
        aria-label={`Video ${video}`}
        controls
        autoplay
        muted
        playsInline
        onPlaying={() => setState('playing')}
        onWaiting={() => state === 'playing' && setStops((before) => before + 1)}
        onEnded={() => setState('over')}
      />
      {failure === undefined ? (
        <p role="status" data-stops={stops}>
          {state === 'loading' ? 'It is being loaded.' : state === 'over' ? 'It is over.' : 'It plays.'}{' '}
          {state !== 'loading' &&
            (stops === 0 ? 'The picture has never stopped.' : `The picture stopped ${stops} ×.`)}
        </p>
      ) : (
        <p class="failure" role="alert">
          {failure}
        </p>
      )}
    </>
  );
}

/** The player comes only where somebody plays. */
async function play(
  element: HTMLVideoElement,
  video: { readonly id: string; readonly origin: string },
  signal: AbortSignal,
  onFailure: (failure: string) => void,
): Promise<void> {
  const { createPlayer } = await import('@understudy/player');
  if (signal.aborted) return;
  const player = createPlayer(element, { ...video, hls: buffer });
  player.on('fatal', () =>
    whyNotPlayed(video.id, video.origin).then((why) => !signal.aborted && onFailure(why)),
  );
  signal.addEventListener('abort', () => player.destroy());
}
