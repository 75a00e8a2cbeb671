import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { isPublicAddress, lookupPublic, privateAddress } from './public-addresses.js';

/** As much as any receiver says; read so that the connection can be used again. */
const maxAnswerBytes = 16_384;
const idle = { keepAlive: true, maxFreeSockets: 8 };
const agents = { http: new HttpAgent(idle), https: new HttpsAgent(idle) };

/** What came of one attempt. `why` names no address; `stopped` is no fault of the receiver. */
export type Sent =
  | { readonly kind: 'answered'; readonly status: number }
  | { readonly kind: 'failed'; readonly why: string }
  | { readonly kind: 'stopped' };

export interface Message {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface SendLimits {
  readonly timeoutMs: number;
  /** Whether it goes to addresses of the Internet alone, whatever the name in the URL leads to. */
  readonly publicOnly: boolean;
}

/**
 * Sends a message once; never rejects. A redirect is an answer like any other: what it names was not configured by the operator.
 */
export async function sendMessage(
  message: Message,
  { timeoutMs, publicOnly }: SendLimits,
  closed: AbortSignal,
): Promise<Sent> {
  // Not `AbortSignal.any`: a signal that lives as long as the process keeps a trace of every one that was made of it.
  const over = new AbortController();
  const abort = () => over.abort();
  const timer = setTimeout(abort, timeoutMs);
  closed.addEventListener('abort', abort);
  if (closed.aborted) abort();
  try {
    const answer = await post(message, publicOnly, over.signal);
    await discard(answer);
    return { kind: 'answered', status: answer.statusCode ?? 0 };
  } catch (error) {
    if (closed.aborted) return { kind: 'stopped' };
    const why = (error as { code?: string }).code ?? 'the connection failed';
    return { kind: 'failed', why: over.signal.aborted ? `no answer in ${timeoutMs} ms` : why };
  } finally {
    clearTimeout(timer);
    closed.removeEventListener('abort', abort);
  }
}

function post(
  { url, headers, body }: Message,
  publicOnly: boolean,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const { protocol, hostname } = new URL(url);
    // An address is not looked up.
    const address = hostname.replace(/^\[|\]$/g, '');
    if (publicOnly && isIP(address) !== 0 && !isPublicAddress(address))
      throw Object.assign(new Error('it is no public address'), { code: privateAddress });
    const isTls = protocol === 'https:';
    const request = (isTls ? requestHttps : requestHttp)(url, {
      method: 'POST',
      agent: isTls ? agents.https : agents.http,
      headers: {
        ...headers,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'user-agent': 'understudy',
      },
      signal,
      ...(publicOnly && { lookup: lookupPublic }),
    });
    request.once('response', resolve).once('error', reject);
    request.end(body);
  });
}

/** The status is all that counts, so a body that breaks off is no failure. */
async function discard(body: IncomingMessage): Promise<void> {
  let bytes = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > maxAnswerBytes) return;
    }
  } catch {
    return;
  }
}
