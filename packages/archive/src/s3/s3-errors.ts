import { UnderstudyError } from '@understudy/errors';

/** What the SDK throws, as far as anybody looks at it. */
interface SdkError {
  readonly name?: string;
  readonly code?: string;
  readonly message?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** Whether there is no such object. A bucket that is missing is another matter: nothing can be put there either. */
export function isMissing(error: unknown): boolean {
  const { name, $metadata } = error as SdkError;
  return $metadata?.httpStatusCode === 404 && name !== 'NoSuchBucket';
}

/** Whether a multipart upload was completed, aborted, or never begun. */
export function isUnknownUpload(error: unknown): boolean {
  return (error as SdkError).name === 'NoSuchUpload';
}

/** The error that a failed request becomes; the signal's reason where it was aborted. */
export function archiveError(error: unknown, what: string, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason;
  const { name, code, message, $metadata } = error as SdkError;
  const status = $metadata?.httpStatusCode;
  const facts = [status, name, code, message].filter((fact) => fact !== undefined && fact !== '');
  return new UnderstudyError('archive_unavailable', `${what}: ${facts.join(' ')}`, { cause: error });
}
