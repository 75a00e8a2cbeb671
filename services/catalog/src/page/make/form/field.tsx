import type { FieldError } from '@understudy/errors';
import type { ComponentChildren } from 'preact';

interface FieldProps {
  readonly label: string;
  /** JSON Pointer of what it is about. */
  readonly path: string;
  readonly errors: readonly FieldError[];
  /** Gives the control what it needs to be told of as wrong. */
  readonly children: (control: {
    readonly id: string;
    readonly 'aria-invalid': boolean;
    readonly 'aria-describedby': string;
  }) => ComponentChildren;
}

/** A control with its label, and what is wrong with it right below. */
export function Field({ label, path, errors, children }: FieldProps) {
  const id = `field${path.replaceAll('/', '-')}`;
  // What is wrong within a member is told at its control, as a color of several is.
  const wrong = errors.filter((error) => error.path === path || error.path.startsWith(`${path}/`));
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({ id, 'aria-invalid': wrong.length > 0, 'aria-describedby': `${id}-error` })}
      <p class="failure" id={`${id}-error`}>
        {wrong.map(({ message }) => message).join('; ')}
      </p>
    </div>
  );
}
