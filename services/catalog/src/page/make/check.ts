import { parseDescription } from '@understudy/description/check';
import { type FieldError, isUnderstudyError } from '@understudy/errors';

/** What a text is: a value, and what the catalog would say of it. */
export interface Checked {
  /** Undefined where it is no JSON. */
  readonly value: unknown;
  readonly errors: readonly FieldError[];
}

/** Checks a text by the catalog's own rules; only whether clips exist is left to it. */
export function check(text: string): Checked {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { value: undefined, errors: [{ path: '', message: `is no JSON: ${(error as Error).message}` }] };
  }
  try {
    parseDescription(value);
    return { value, errors: [] };
  } catch (error) {
    if (!isUnderstudyError(error)) throw error;
    return { value, errors: error.fieldErrors ?? [] };
  }
}
