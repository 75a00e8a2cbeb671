import type { AdminClient, Regeneration } from '@understudy/client';
import { formatBytes } from '../parts/format.js';
import { SureDialog } from '../parts/sure-dialog.js';

interface RegenerateDialogProps {
  readonly api: AdminClient;
  readonly video: string;
  readonly onClose: () => void;
}

/** The workers are asked one after the other, and then for the archive. */
const regenerateTimeoutMs = 180_000;

/** Has a video made again when that is confirmed, and says what came of it. */
export function RegenerateDialog({ api, video, onClose }: RegenerateDialogProps) {
  const act = async () =>
    linesOf(
      await api.post('/admin/videos/{id}/regenerate', {
        path: { id: video },
        timeoutMs: regenerateTimeoutMs,
      }),
    );
  return (
    <SureDialog
      title="Make it again"
      action="Regenerate"
      meanwhile="Regenerating …"
      act={act}
      onClose={onClose}
    >
      <p>
        Every copy of <code>{video}</code> goes, that in the archive too, and its master makes it again from
        its description: the same bytes, under the same ETag. While somebody plays it its copy stays, and
        nothing is made.
      </p>
    </SureDialog>
  );
}

function linesOf({ workers, unarchived, maker }: Regeneration): string[] {
  const lines = workers.map(
    ({ worker, result, bytes }) => `${worker}: ${result}${bytes > 0 ? `, ${formatBytes(bytes)}` : ''}`,
  );
  if (maker === null)
    return [...lines, 'A copy stayed, or a worker does not answer: it is not made again. Try later.'];
  return [
    ...lines,
    ...(unarchived === null ? [] : [`archive: ${unarchived === 0 ? 'none' : 'removed'}`]),
    `${maker} makes it`,
  ];
}
