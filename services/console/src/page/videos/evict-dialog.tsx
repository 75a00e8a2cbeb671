import type { AdminClient, Evictions } from '@understudy/client';
import { useState } from 'preact/hooks';
import { sentenceOf } from '../api/console-api.js';
import { Dialog } from '../parts/dialog.js';
import { formatBytes } from '../parts/format.js';

interface EvictDialogProps {
  readonly api: AdminClient;
  readonly video: string;
  readonly workers: readonly string[];
  readonly onClose: () => void;
}

/** One worker after the other is asked, each for 10 s at most. */
const evictTimeoutMs = 120_000;

/** Has copies of a video removed when that is confirmed, and says what became of them. */
export function EvictDialog({ api, video, workers, onClose }: EvictDialogProps) {
  const [worker, setWorker] = useState('');
  const [result, setResult] = useState<Evictions>();
  const [failure, setFailure] = useState<string>();
  const [asking, setAsking] = useState(false);
  const evict = async () => {
    setAsking(true);
    setFailure(undefined);
    try {
      const path = { id: video };
      const query = worker === '' ? {} : { worker };
      setResult(await api.post('/admin/videos/{id}/evict', { path, query, timeoutMs: evictTimeoutMs }));
    } catch (error) {
      setFailure(sentenceOf(error));
    }
    setAsking(false);
  };
  return (
    <Dialog title="Evict copies" onClose={onClose}>
      <p>
        Copies of <code>{video}</code> are removed, but for those in use and the last that nobody could make
        again. Its description stays: it is made again when somebody plays it.
      </p>
      <label for="evict-worker">From</label>{' '}
      <select id="evict-worker" value={worker} onChange={(event) => setWorker(event.currentTarget.value)}>
        <option value="">every worker</option>
        {workers.map((id) => (
          <option key={id} value={id}>
            {id}
          </option>
        ))}
      </select>
      <ul role="status">
        {result?.workers.map((each) => (
          <li key={each.worker}>
            {each.worker}: {each.result}
            {each.bytes > 0 && `, ${formatBytes(each.bytes)}`}
          </li>
        ))}
      </ul>
      <p class="failure" role="alert">
        {failure}
      </p>
      <div class="buttons">
        <button type="button" onClick={onClose}>
          {result === undefined ? 'Leave them' : 'Close'}
        </button>
        <button type="button" class="danger" disabled={asking} onClick={() => void evict()}>
          {asking ? 'Evicting …' : 'Evict'}
        </button>
      </div>
    </Dialog>
  );
}
