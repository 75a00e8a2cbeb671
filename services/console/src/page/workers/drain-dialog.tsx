import type { AdminClient, ApiError, DrainPreview } from '@understudy/client';
import { useEffect, useState } from 'preact/hooks';
import { sentenceOf } from '../api/console-api.js';
import { Dialog } from '../parts/dialog.js';
import { count, formatBytes } from '../parts/format.js';

interface DrainDialogProps {
  readonly api: AdminClient;
  readonly worker: string;
  /** Told what came of it, or nothing when it was called off. */
  readonly onClose: (said?: string) => void;
}

/** A worker looks at all that it has; the console waits 30 s for it. */
const previewTimeoutMs = 32_000;

/** What would move if a worker drained; drains it when that is confirmed. */
export function DrainDialog({ api, worker, onClose }: DrainDialogProps) {
  const [preview, setPreview] = useState<DrainPreview>();
  const [failure, setFailure] = useState<ApiError>();
  const [draining, setDraining] = useState(false);
  useEffect(() => {
    const asked = { path: { id: worker }, timeoutMs: previewTimeoutMs };
    api.get('/admin/workers/{id}/drain', asked).then(setPreview, setFailure);
  }, [api, worker]);
  const isLast = failure?.code === 'last_worker';
  const drain = async () => {
    setDraining(true);
    try {
      const query = { force: isLast ? '1' : '0' } as const;
      await api.post('/admin/workers/{id}/drain', { path: { id: worker }, query });
      onClose(`${worker} drains: it hands over and ends.`);
    } catch (error) {
      setFailure(error as ApiError);
      setDraining(false);
    }
  };
  return (
    <Dialog title={`Drain ${worker}`} onClose={() => onClose()}>
      <p>It takes nothing new, hands over its streams, copies what nobody else has, and ends.</p>
      {preview === undefined && failure === undefined && <p class="empty">Asking it what would move …</p>}
      {preview !== undefined && <Preview preview={preview} />}
      <p class="failure" role="alert">
        {failure && sentenceOf(failure)}
      </p>
      <div class="buttons">
        <button type="button" onClick={() => onClose()}>
          Leave it
        </button>
        <button
          type="button"
          class="danger"
          disabled={draining || (preview === undefined && !failure)}
          onClick={() => void drain()}
        >
          {isLast ? `Drain ${worker} all the same` : `Drain ${worker}`}
        </button>
      </div>
    </Dialog>
  );
}

/** A longer list is for the command line. */
const mostVideos = 10;

function Preview({ preview: { to, stuck, videos, unnamed } }: { readonly preview: DrainPreview }) {
  const more = unnamed + Math.max(0, videos.length - mostVideos);
  return (
    <>
      {to.length === 0 ? (
        <p>Nothing has to move.</p>
      ) : (
        <ul data-preview>
          {to.map((each) => (
            <li key={each.worker}>
              To <strong>{each.worker}</strong>: {count(each.streams, 'stream')},{' '}
              {count(each.copies, 'copy', 'copies')} of {formatBytes(each.bytes)}
            </li>
          ))}
        </ul>
      )}
      {stuck > 0 && (
        <p class="failure">
          {count(stuck, 'stream')} could go on nowhere else, and would stay until the end.
        </p>
      )}
      {videos.length > 0 && (
        <details>
          <summary>{count(videos.length + unnamed, 'video')}</summary>
          <ul>
            {videos.slice(0, mostVideos).map(({ id, to: target, streams, bytes }) => (
              <li key={`${id} ${target} ${streams}`}>
                <code>{id}</code> to {target}: {streams > 0 ? count(streams, 'stream') : formatBytes(bytes)}
              </li>
            ))}
            {more > 0 && <li>and {more} more</li>}
          </ul>
        </details>
      )}
    </>
  );
}
