import { expect, onTestFinished, test, vi } from 'vitest';
import { followEvents } from './follow-events.js';

/** A console that answers each connection with the next of these texts; undefined: it does not answer. */
function consoleOf(...answers: (string | undefined)[]) {
  const asked: (string | undefined)[] = [];
  const open = async (lastEventId: string | undefined, signal: AbortSignal) => {
    asked.push(lastEventId);
    const text = answers.shift();
    if (text === undefined) throw new Error('refused');
    return new Response(
      new ReadableStream({
        start(controller) {
          controller.enqueue(new TextEncoder().encode(text));
          if (answers.length > 0) return controller.close();
          // The last one stays open.
          signal.addEventListener('abort', () => controller.error(signal.reason));
        },
      }),
    );
  };
  return { asked, open };
}

function follow(
  open: (lastEventId: string | undefined, signal: AbortSignal) => Promise<Response>,
  silenceMs = 5_000,
) {
  const told: string[] = [];
  const cuts: string[] = [];
  const heard = vi.fn();
  const left = new AbortController();
  const ended = followEvents({
    open,
    onEvents: (events, id) => told.push(`${events.map(({ event }) => event).join()} ${id}`),
    onGap: (source, what) => told.push(`${source} ${what}`),
    onHeard: heard,
    onCut: (error) => cuts.push((error as Error).message),
    signal: left.signal,
    silenceMs,
    pauseMs: 1,
  });
  onTestFinished(async () => {
    left.abort();
    await ended;
  });
  return { told, cuts, heard, left, ended };
}

const data = (event: string, id?: string) =>
  `${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify({ event })}\n\n`;

test('after a cut it goes on behind the last event, and what came after the last ID is told once', async () => {
  const { asked, open } = consoleOf(
    data('a') + data('b', '1') + data('c'),
    undefined,
    data('c') + data('d', '2'),
  );
  const { told, cuts } = follow(open);
  await vi.waitFor(() => expect(told).toEqual(['a,b 1', 'c,d 2']));
  expect(asked).toEqual([undefined, '1', '1']);
  expect(cuts).toEqual(['The console ended the feed.', 'refused']);
});

test('sources that are missing are told of, and a beat is heard', async () => {
  const { open } = consoleOf(`: beat\n\nevent: away\ndata: {"source":"worker w2"}\n\n`);
  const { told, heard } = follow(open);
  await vi.waitFor(() => expect(told).toEqual(['worker w2 away']));
  // Its head, the beat, the gap.
  expect(heard).toHaveBeenCalledTimes(3);
});

test('a connection on which nothing is heard is dead, and another is opened', async () => {
  const asked: string[] = [];
  const { cuts } = follow((_, signal) => {
    asked.push('again');
    return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  }, 20);
  await vi.waitFor(() => expect(asked.length).toBeGreaterThan(2));
  expect(cuts[0]).toBe('Nothing was heard for too long.');
});

test('who leaves is told nothing more', async () => {
  const { open, asked } = consoleOf(data('a', '1'));
  const { left, ended, cuts, told } = follow(open);
  await vi.waitFor(() => expect(told).toHaveLength(1));
  left.abort();
  await ended;
  expect(cuts).toEqual([]);
  expect(asked).toHaveLength(1);
});
