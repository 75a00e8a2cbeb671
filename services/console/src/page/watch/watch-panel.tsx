import type { AdminClient } from '@understudy/client';
import { useState } from 'preact/hooks';
import { sentenceOf } from '../api/console-api.js';
import { ChangeButton } from '../parts/change-button.js';
import { Panel } from '../parts/panel.js';
import { WatchedVideo } from './watched-video.js';

interface WatchPanelProps {
  readonly api: AdminClient;
  /** Null where nobody said where players come to. */
  readonly publicUrl: string | null;
  /** Which one to play; undefined until one is chosen. */
  readonly video: string | undefined;
  /** The worker that plays it. */
  readonly worker: string | undefined;
}

/** In a local cluster: a video, and beside it a button that kills the worker which plays it. */
export function WatchPanel({ api, publicUrl, video, worker }: WatchPanelProps) {
  const [played, setPlayed] = useState<string>();
  return (
    <Panel title="Watch a video, and kill its worker">
      <div class="watching">
        {publicUrl === null ? (
          <p class="empty">
            Nothing can be played here: where players come to is not known beforehand with UNDERSTUDY_PORT=0.
            Give a port, or UNDERSTUDY_PUBLIC_URL.
          </p>
        ) : video === undefined ? (
          <p class="empty">
            None is chosen: choose one below the ring, or{' '}
            <a href={`${publicUrl}/make`} target="_blank" rel="noreferrer">
              make one
            </a>
            .
          </p>
        ) : played === video ? (
          <WatchedVideo key={video} video={video} origin={publicUrl} />
        ) : (
          <p>
            <button type="button" onClick={() => setPlayed(video)}>
              Play {video}
            </button>
          </p>
        )}
        {video !== undefined && <Killer api={api} worker={worker} />}
      </div>
    </Panel>
  );
}

function Killer({ api, worker }: { readonly api: AdminClient; readonly worker: string | undefined }) {
  const [asking, setAsking] = useState(false);
  const [killed, setKilled] = useState<string>();
  const [failure, setFailure] = useState<string>();
  const kill = async (id: string) => {
    setAsking(true);
    setFailure(undefined);
    try {
      const { pid } = await api.post('/admin/workers/{id}/kill', { path: { id } });
      setKilled(`${id} was killed (process ${pid}).`);
    } catch (error) {
      setFailure(sentenceOf(error));
    }
    setAsking(false);
  };
  return (
    <>
      <p class="buttons">
        <ChangeButton
          class="danger"
          disabled={asking || worker === undefined}
          onClick={() => worker !== undefined && void kill(worker)}
        >
          {worker === undefined ? 'No worker plays it' : `Kill the worker that plays it: ${worker}`}
        </ChangeButton>
      </p>
      <p role="status" data-killed>
        {killed}
      </p>
      {failure !== undefined && (
        <p class="failure" role="alert">
          {failure}
        </p>
      )}
    </>
  );
}
