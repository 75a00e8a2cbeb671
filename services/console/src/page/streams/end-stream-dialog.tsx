import type { AdminClient, Stream } from '@understudy/client';
import { useState } from 'preact/hooks';
import { sentenceOf } from '../api/console-api.js';
import { Dialog } from '../parts/dialog.js';
import { formatBytes } from '../parts/format.js';

interface EndStreamDialogProps {
  readonly api: AdminClient;
  readonly stream: Stream;
  readonly onClose: () => void;
}

/** Has an open response cut when that is confirmed, and says whether it was. */
export function EndStreamDialog({ api, stream, onClose }: EndStreamDialogProps) {
  const [state, setState] = useState<'asked' | 'ending' | 'ended'>('asked');
  const [failure, setFailure] = useState<string>();
  const { router, requestId, video, part, bytes } = stream;
  const end = async () => {
    setState('ending');
    setFailure(undefined);
    try {
      await api.post('/admin/streams/{router}/{requestId}/end', { path: { router, requestId } });
      setState('ended');
    } catch (error) {
      setFailure(sentenceOf(error));
      setState('asked');
    }
  };
  return (
    <Dialog title="End a response" onClose={onClose}>
      <p>
        <code>{part}</code> of <code>{video ?? 'a video that is not known'}</code>, request{' '}
        <code>{requestId}</code>, is cut after {formatBytes(bytes)} and a little more. Its player can tell
        that this was not the end, and may ask again.
      </p>
      <p role="status">{state === 'ended' && 'It was cut.'}</p>
      <p class="failure" role="alert">
        {failure}
      </p>
      <div class="buttons">
        <button type="button" onClick={onClose}>
          {state === 'ended' ? 'Close' : 'Leave it'}
        </button>
        <button type="button" class="danger" disabled={state !== 'asked'} onClick={() => void end()}>
          {state === 'ending' ? 'Ending …' : 'End it'}
        </button>
      </div>
    </Dialog>
  );
}
