import { UnderstudyError } from '@understudy/errors';

/**
 * A whole number in a query.
 * @throws UnderstudyError `bad_request` that names the field and its bounds
 */
export function queryInteger(
  name: string,
  text: string | undefined,
  { fallback, min, max }: { readonly fallback: number; readonly min: number; readonly max: number },
): number {
  if (text === undefined) return fallback;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  const fieldErrors = [{ path: `/${name}`, message: `must be from ${min} to ${max}` }];
  throw new UnderstudyError('bad_request', `${name}=${text}`, { fieldErrors });
}
