import { type AdminClient, createAdminClient } from '@understudy/client';

/** For most the console itself waits less than this for workers and routers; what may take longer is asked with a limit of its own. */
const answerTimeoutMs = 15_000;

/** The API of the console that this page comes from, with an operator's key. */
export function openConsoleApi(key: string): AdminClient {
  return createAdminClient({ url: '', key, name: 'The console', timeoutMs: answerTimeoutMs });
}

/** Why there is no answer, as a sentence for an operator. */
export function sentenceOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.endsWith('.') ? text : `${text}.`;
}
