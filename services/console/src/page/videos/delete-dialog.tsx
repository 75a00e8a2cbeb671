import type { AdminClient } from '@understudy/client';
import { SureDialog } from '../parts/sure-dialog.js';

interface DeleteDialogProps {
  readonly api: AdminClient;
  readonly video: string;
  readonly onClose: () => void;
}

/** Deletes a video for good when that is confirmed. */
export function DeleteDialog({ api, video, onClose }: DeleteDialogProps) {
  const act = async () => {
    await api.delete('/admin/videos/{id}', { path: { id: video } });
    return ['It is deleted: whoever asks for it is told that it is gone (410).'];
  };
  return (
    <SureDialog
      title="Delete the video"
      action="Delete for good"
      meanwhile="Deleting …"
      act={act}
      onClose={onClose}
    >
      <p>
        <code>{video}</code> goes everywhere: its copies, that in the archive, and its description. Who plays
        it now is cut off. This cannot be undone: described again, the same video has another ID.
      </p>
    </SureDialog>
  );
}
