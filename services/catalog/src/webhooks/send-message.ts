/** As much as any receiver says; read so that the connection can be used again. */
const maxAnswerBytes = 16_384;

/** What came of one attempt. `why` names no address; `stopped` is no fault of the receiver. */
export type Sent =
  | { readonly kind: 'answered'; readonly status: number }
  | { readonly kind: 'failed'; readonly why: string }
  | { readonly kind: 'stopped' };

/**
 * Sends a message once; never rejects. A redirect is an answer like any other: what it names was not configured by the operator.
 */
export async function sendMessage(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  timeoutMs: number,
  closed: AbortSignal,
): Promise<Sent> {
  // Not `AbortSignal.any`: a signal that lives as long as the process keeps a trace of every one that was made of it.
  const over = new AbortController();
  const abort = () => over.abort();
  const timer = setTimeout(abort, timeoutMs);
  closed.addEventListener('abort', abort);
  if (closed.aborted) abort();
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', 'user-agent': 'understudy' },
      body,
      redirect: 'manual',
      signal: over.signal,
    });
    await discard(answer.body);
    return { kind: 'answered', status: answer.status };
  } catch (error) {
    if (closed.aborted) return { kind: 'stopped' };
    return { kind: 'failed', why: over.signal.aborted ? `no answer in ${timeoutMs} ms` : causeOf(error) };
  } finally {
    clearTimeout(timer);
    closed.removeEventListener('abort', abort);
  }
}

/** The status is all that counts, so a body that breaks off is no failure. */
async function discard(body: ReadableStream<Uint8Array> | null): Promise<void> {
  let bytes = 0;
  try {
    for await (const chunk of body ?? []) {
      bytes += chunk.length;
      if (bytes > maxAnswerBytes) return;
    }
  } catch {
    return;
  }
}

/** Of `fetch failed` the cause says why. */
function causeOf(error: unknown): string {
  const { cause } = error as { cause?: { code?: string } };
  return cause?.code ?? 'the connection failed';
}
