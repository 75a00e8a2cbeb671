import type { AdminClient, Stream } from '@understudy/client';
import { formatBytes } from '../parts/format.js';
import { SureDialog } from '../parts/sure-dialog.js';

interface EndStreamDialogProps {
  readonly api: AdminClient;
  readonly stream: Stream;
  readonly onClose: () => void;
}

/** Has an open response cut when that is confirmed, and says whether it was. */
export function EndStreamDialog({ api, stream, onClose }: EndStreamDialogProps) {
  const { router, requestId, video, part, bytes } = stream;
  const act = async () => {
    await api.post('/admin/streams/{router}/{requestId}/end', { path: { router, requestId } });
    return ['It was cut.'];
  };
  return (
    <SureDialog title="End a response" action="End it" meanwhile="Ending …" act={act} onClose={onClose}>
      <p>
        <code>{part}</code> of <code>{video ?? 'a video that is not known'}</code>, request{' '}
        <code>{requestId}</code>, is cut after {formatBytes(bytes)} and a little more. Its player can tell
        that this was not the end, and may ask again.
      </p>
    </SureDialog>
  );
}
