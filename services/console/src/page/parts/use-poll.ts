import { useEffect, useState } from 'preact/hooks';
import { ask } from '../api/ask.js';
import { Poll, type Polled } from '../api/poll.js';

const none = { answer: undefined, askedAtMs: undefined, answeredAtMs: undefined, failure: undefined };

/** Asks for `path` again and again while it is on the page; nothing while it is undefined. */
export function usePoll<T>(key: string, path: string | undefined, everyMs: number): Polled<T> {
  const [shown, setShown] = useState<{ readonly path: string | undefined; readonly polled: Polled<T> }>();
  useEffect(() => {
    if (path === undefined) return;
    const poll: Poll<T> = new Poll<T>({
      read: () => ask<T>({ key, path }),
      everyMs,
      onChange: () => setShown({ path, polled: poll.now }),
    });
    poll.start();
    return () => poll.stop();
  }, [key, path, everyMs]);
  // What was asked before is no answer to this.
  return shown?.path === path && shown !== undefined ? shown.polled : none;
}
