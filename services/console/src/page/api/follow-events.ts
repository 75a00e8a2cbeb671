import type { LoggedEvent } from '@understudy/client';
import { EventSourceParserStream } from 'eventsource-parser/stream';

/** The console sends a beat every 15 s: without two of them the connection is dead, whatever TCP says. */
const silenceMs = 35_000;
/** Until a feed that was cut is asked for again. */
const pauseMs = 1_000;

export type Gap = 'away' | 'back' | 'missed';

export interface FollowOptions {
  /** Opens the feed, behind an event where one is named. */
  readonly open: (lastEventId: string | undefined, signal: AbortSignal) => Promise<Response>;
  /** Where to begin; without it, with what the console has kept. */
  readonly after?: string | undefined;
  readonly onEvents: (events: readonly LoggedEvent[], lastEventId: string) => void;
  /** What the console says of a source whose events are missing. */
  readonly onGap: (source: string, what: Gap) => void;
  /** Anything was heard, a beat too. */
  readonly onHeard: () => void;
  /** The feed ended or could not be opened; it is opened again by itself. */
  readonly onCut: (error: unknown) => void;
  readonly signal: AbortSignal;
  readonly silenceMs?: number;
  readonly pauseMs?: number;
}

/** Follows the events until the signal, over as many connections as it takes, each behind the last event. Never rejects. */
export async function followEvents(options: FollowOptions): Promise<void> {
  let lastEventId = options.after;
  while (!options.signal.aborted) {
    const connection = new AbortController();
    const signal = AbortSignal.any([options.signal, connection.signal]);
    try {
      await readFeed(options, lastEventId, connection, signal, (id) => {
        lastEventId = id;
      });
      options.onCut(new Error('The console ended the feed.'));
    } catch (error) {
      if (!options.signal.aborted)
        options.onCut(connection.signal.aborted ? connection.signal.reason : error);
    }
    connection.abort();
    await pause(options.pauseMs ?? pauseMs, options.signal);
  }
}

async function readFeed(
  options: FollowOptions,
  lastEventId: string | undefined,
  connection: AbortController,
  signal: AbortSignal,
  onId: (id: string) => void,
): Promise<void> {
  const tooQuiet = () => connection.abort(new Error('Nothing was heard for too long.'));
  let timer = setTimeout(tooQuiet, options.silenceMs ?? silenceMs);
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(tooQuiet, options.silenceMs ?? silenceMs);
    options.onHeard();
  };
  try {
    const response = await options.open(lastEventId, signal);
    heard();
    const messages = (response.body as ReadableStream<Uint8Array<ArrayBuffer>>)
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(new EventSourceParserStream({ onComment: heard }), { signal })
      .getReader();
    // Only where an event has an ID one can go on behind it: what came after the last ID comes again after a cut.
    let batch: LoggedEvent[] = [];
    for (;;) {
      const { value: message, done } = await messages.read();
      if (done) return;
      heard();
      const isGap = message.event !== undefined && message.event !== 'begin';
      if (isGap) {
        options.onGap((JSON.parse(message.data) as { source: string }).source, message.event as Gap);
        continue;
      }
      // `begin` stands behind what was kept, and has its ID alone.
      if (message.event === undefined) batch.push(JSON.parse(message.data) as LoggedEvent);
      if (message.id === undefined) continue;
      onId(message.id);
      options.onEvents(batch, message.id);
      batch = [];
    }
  } finally {
    clearTimeout(timer);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
    if (signal.aborted) done();
  });
}
