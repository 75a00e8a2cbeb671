import { type IncomingMessage, request } from 'node:http';
import { setTimeout as pass } from 'node:timers/promises';

export interface ViewerOptions {
  /** What is asked for, with its headers; asked anew for every request. */
  readonly ask: () => { readonly url: string; readonly headers?: Readonly<Record<string, string>> };
  /** Where the viewer comes from; any address of the loopback network. */
  readonly localAddress?: string;
  /** When a machine was killed; undefined before that. */
  readonly killedAtMs: () => number | undefined;
  /** Told of the head of the first answer, and of the bytes as they come. */
  readonly onHead?: (answer: IncomingMessage) => void;
  readonly onBytes: (received: number) => void;
}

export interface Viewed {
  readonly bytes: number;
  /** Responses that ended before their end. */
  readonly broken: number;
  /** The longest time without a byte since the kill, requests made again included. */
  readonly silenceMs: number;
}

/** A viewer who clicks again at once is answered after this at the earliest where there is no answer at all. */
const againAfterMs = 250;
const giveUpMs = 60_000;

/** Plays one video to its end; when its response breaks, the rest is asked for at once, from the byte that is next. */
export async function view(options: ViewerOptions): Promise<Viewed> {
  const giveUpAtMs = performance.now() + giveUpMs;
  let received = 0;
  let broken = 0;
  let silenceMs = 0;
  let lastMs = performance.now();
  let etag: string | undefined;
  while (performance.now() < giveUpAtMs) {
    const answer = await send(options, received, etag).catch(() => undefined);
    const status = answer?.statusCode;
    if (answer === undefined || status !== (received === 0 ? 200 : 206)) {
      answer?.destroy();
      await pass(againAfterMs);
      continue;
    }
    if (etag === undefined) options.onHead?.(answer);
    etag = answer.headers.etag;
    try {
      for await (const chunk of answer as AsyncIterable<Buffer>) {
        const nowMs = performance.now();
        const killedAtMs = options.killedAtMs();
        if (killedAtMs !== undefined) silenceMs = Math.max(silenceMs, nowMs - Math.max(lastMs, killedAtMs));
        lastMs = nowMs;
        received += chunk.length;
        options.onBytes(received);
      }
      if (answer.complete) return { bytes: received, broken, silenceMs };
    } catch {
      // It was cut.
    }
    broken += 1;
  }
  throw new Error(`no whole video within ${giveUpMs} ms: ${received} bytes`);
}

function send(
  { ask, localAddress }: ViewerOptions,
  from: number,
  etag: string | undefined,
): Promise<IncomingMessage> {
  const { url, headers } = ask();
  return new Promise((resolve, reject) => {
    request(
      url,
      {
        headers: {
          ...headers,
          ...(from > 0 && { range: `bytes=${from}-`, 'if-range': etag ?? '' }),
        },
        agent: false,
        ...(localAddress !== undefined && { localAddress }),
      },
      resolve,
    )
      .once('error', reject)
      .end();
  });
}
