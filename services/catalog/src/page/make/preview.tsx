import type { VideoStatus } from '@understudy/client';
import { useEffect, useState } from 'preact/hooks';
import { catalog, refusalOf } from './ask-catalog.js';
import type { Playable } from './playable.js';

const askEveryMs = 1_000;

/** Plays a video while it is made, tells how far that is, and where it can be seen. */
export function Preview({ made }: { readonly made: Playable }) {
  const watch = new URL(made.urls.watch, location.href).href;
  return (
    <>
      <iframe title="Preview" src={`${watch}#play`} allow="autoplay; fullscreen; picture-in-picture" />
      <Progress id={made.id} />
      {made.refusal !== undefined && (
        <p class="failure" role="alert">
          {made.refusal}
        </p>
      )}
      <Share address={watch} />
      {made.goodUntil !== undefined && (
        <p class="soft">
          Playback is signed: whoever has one of these addresses may play it until{' '}
          {new Date(made.goodUntil).toLocaleString()}.
        </p>
      )}
      <p>
        As <a href={made.urls.mp4}>MP4</a> · <a href={made.urls.multivariant}>HLS</a>
      </p>
    </>
  );
}

function Progress({ id }: { readonly id: string }) {
  const { video, failure } = useVideo(id);
  if (failure !== undefined) return <p class="failure">{failure}</p>;
  const { state = 'described', sealedSegments = 0, totalSegments = 1 } = video ?? {};
  const words =
    state === 'complete' ? 'It is complete.' : `${sealedSegments} of ${totalSegments} segments are made.`;
  return (
    <p role="status" data-state={state}>
      <progress aria-label="Made" max={totalSegments} value={sealedSegments} /> {words}
    </p>
  );
}

/** Asks how far a video is until it is complete. */
function useVideo(id: string): { readonly video?: VideoStatus; readonly failure?: string } {
  const [known, setKnown] = useState<{ readonly video?: VideoStatus; readonly failure?: string }>({});
  useEffect(() => {
    const left = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async () => {
      try {
        const video = await catalog.get('/v1/videos/{id}', { path: { id }, signal: left.signal });
        setKnown({ video });
        if (video.state === 'complete') return;
      } catch (error) {
        if (left.signal.aborted) return;
        setKnown({ failure: refusalOf(error).message });
      }
      timer = setTimeout(() => void look(), askEveryMs);
    };
    setKnown({});
    void look();
    return () => {
      left.abort();
      clearTimeout(timer);
    };
  }, [id]);
  return known;
}

function Share({ address }: { readonly address: string }) {
  const [told, setTold] = useState('');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(address);
      setTold('Copied.');
    } catch {
      setTold('The browser does not let it be copied: mark it and copy it by hand.');
    }
  };
  return (
    <div class="share">
      <label for="share">To share it</label>
      <input id="share" readOnly value={address} onFocus={(event) => event.currentTarget.select()} />
      <button type="button" onClick={() => void copy()}>
        Copy
      </button>
      <span role="status">{told}</span>
    </div>
  );
}
