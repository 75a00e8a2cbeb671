import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { sentenceOf } from '../api/console-api.js';
import { Dialog } from './dialog.js';

interface SureDialogProps {
  readonly title: string;
  /** What the button says that does it, and meanwhile. */
  readonly action: string;
  readonly meanwhile: string;
  /** Does it; gives what came of it, a line each. */
  readonly act: () => Promise<readonly string[]>;
  readonly onClose: () => void;
  /** What would happen. */
  readonly children: ComponentChildren;
}

/** Does something when that is confirmed, once, and says what came of it; where it failed it can be tried again. */
export function SureDialog({ title, action, meanwhile, act, onClose, children }: SureDialogProps) {
  const [result, setResult] = useState<readonly string[]>();
  const [failure, setFailure] = useState<string>();
  const [acting, setActing] = useState(false);
  const confirm = async () => {
    setActing(true);
    setFailure(undefined);
    try {
      setResult(await act());
    } catch (error) {
      setFailure(sentenceOf(error));
    }
    setActing(false);
  };
  return (
    <Dialog title={title} onClose={onClose}>
      {children}
      <ul role="status">
        {result?.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <p class="failure" role="alert">
        {failure}
      </p>
      <div class="buttons">
        <button type="button" onClick={onClose}>
          {result === undefined ? 'Leave it' : 'Close'}
        </button>
        <button
          type="button"
          class="danger"
          disabled={acting || result !== undefined}
          onClick={() => void confirm()}
        >
          {acting ? meanwhile : action}
        </button>
      </div>
    </Dialog>
  );
}
