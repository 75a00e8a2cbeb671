/** As much as any receiver says; read so that the connection can be used again. */
const maxAnswerBytes = 16_384;

/** What came of one attempt. `why` names no address. */
export type Sent =
  | { readonly status: number; readonly why?: undefined }
  | { readonly status?: undefined; readonly why: string };

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
  const deadline = AbortSignal.timeout(timeoutMs);
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', 'user-agent': 'understudy' },
      body,
      redirect: 'manual',
      signal: AbortSignal.any([deadline, closed]),
    });
    await discard(answer.body);
    return { status: answer.status };
  } catch (error) {
    if (closed.aborted) return { why: 'the catalog stops' };
    if (deadline.aborted) return { why: `no answer in ${timeoutMs} ms` };
    return { why: causeOf(error) };
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
