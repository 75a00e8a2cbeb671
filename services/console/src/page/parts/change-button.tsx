import { createContext, type JSX } from 'preact';
import { useContext } from 'preact/hooks';

/** Whether the operator's key may change anything. The console refuses it in any case: this only says so beforehand. */
export const MayChange = createContext(true);

/** A button behind which something changes: off for a key that may only read, and then it says why. */
export function ChangeButton({ disabled, title, ...others }: JSX.IntrinsicElements['button']) {
  const mayChange = useContext(MayChange);
  return (
    <button
      type="button"
      {...others}
      disabled={!mayChange || disabled}
      title={mayChange ? title : 'This key may only read.'}
    />
  );
}
