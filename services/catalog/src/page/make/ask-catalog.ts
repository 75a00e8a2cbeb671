import { ApiError, createPublicClient, type PublicClient } from '@understudy/client';
import type { FieldError } from '@understudy/errors';

/** So long an answer may take: the router waits less for the catalog. */
const timeoutMs = 30_000;

/** The service behind this page, for whoever has `key`. Paths are relative to the page's own: the service may lie below one of another's. */
export function catalogFor(key: string): PublicClient {
  return createPublicClient({ url: '..', key, timeoutMs, name: 'The service' });
}

/** The service for what needs no key. */
export const catalog: PublicClient = createPublicClient({ url: '..', timeoutMs, name: 'The service' });

/** Why something was not done, for whoever reads the page, with the fields that are wrong where it is theirs. */
export interface Refusal {
  readonly message: string;
  readonly fields: readonly FieldError[];
}

/** What a call has ended with, in words. Whatever is no answer of the service is thrown on. */
export function refusalOf(error: unknown): Refusal {
  if (!(error instanceof ApiError)) throw error;
  if (error.code === 'unauthorized') return { message: 'This is no API key of this service.', fields: [] };
  const { detail, title, errors = [] } = error.problem ?? {};
  // The fields are listed by themselves.
  return { message: detail ?? title ?? `${error.message}. Try again in a moment.`, fields: errors };
}
