import type { AdminClient } from '@understudy/client';
import { useState } from 'preact/hooks';
import { formatBytes } from '../parts/format.js';
import { SureDialog } from '../parts/sure-dialog.js';

interface EvictDialogProps {
  readonly api: AdminClient;
  readonly video: string;
  readonly workers: readonly string[];
  readonly onClose: () => void;
}

/** One worker after the other is asked: the console waits some seconds for each. */
const evictTimeoutMs = 120_000;

/** Has copies of a video removed when that is confirmed, and says what became of them. */
export function EvictDialog({ api, video, workers, onClose }: EvictDialogProps) {
  const [worker, setWorker] = useState('');
  const act = async () => {
    const path = { id: video };
    const query = worker === '' ? {} : { worker };
    const { workers: asked } = await api.post('/admin/videos/{id}/evict', {
      ...{ path, query, timeoutMs: evictTimeoutMs },
    });
    return asked.map((each) => `${each.worker}: ${each.result}${bytesOf(each)}`);
  };
  return (
    <SureDialog title="Evict copies" action="Evict" meanwhile="Evicting …" act={act} onClose={onClose}>
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
    </SureDialog>
  );
}

function bytesOf({ bytes }: { readonly bytes: number }): string {
  return bytes > 0 ? `, ${formatBytes(bytes)}` : '';
}
