import { isUnderstudyError } from '@understudy/errors';

/** A chain of causes that goes on further tells nothing more. */
const maxCauses = 5;

/**
 * An error of ioredis for the log: its kind, its text and its code. It carries the command that failed with its arguments, and
 * a login that was refused is a command with the password. Redis itself repeats arguments of a command that it does not know.
 */
export function bareError(error: unknown, depth = 0): Error {
  if (isUnderstudyError(error)) return error;
  if (!(error instanceof Error)) return new Error('an error without a text');
  const cause =
    error.cause === undefined || depth === maxCauses ? undefined : bareError(error.cause, depth + 1);
  const bare = new Error(textOf(error), cause === undefined ? undefined : { cause });
  bare.name = error.name;
  // The frames are those of ioredis' parser, below the text as it was.
  bare.stack = `${bare.name}: ${bare.message}`;
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' ? Object.assign(bare, { code }) : bare;
}

/** Where a name has several addresses, the texts are those of the tries. */
function textOf(error: Error): string {
  const tries: unknown[] = error instanceof AggregateError ? error.errors : [];
  const texts = tries.flatMap((each) => (each instanceof Error ? each.message : []));
  const text = error.message === '' ? [...new Set(texts)].join(', ') : error.message;
  return text.replace(/,? with args beginning with:.*/s, '');
}
