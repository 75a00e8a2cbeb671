import type { AdminClient } from '@understudy/client';
import { useEffect, useState } from 'preact/hooks';
import { Poll, type Polled } from '../api/poll.js';

const none = { answer: undefined, askedAtMs: undefined, answeredAtMs: undefined, failure: undefined };

/** Asks about `subject` again and again while it is on the page; nothing while it is undefined. `read` must stay the same. */
export function usePoll<T>(
  api: AdminClient,
  subject: string | undefined,
  read: (api: AdminClient, subject: string) => Promise<T>,
  everyMs: number,
): Polled<T> {
  const [shown, setShown] = useState<{ readonly subject: string; readonly polled: Polled<T> }>();
  useEffect(() => {
    if (subject === undefined) return;
    const poll: Poll<T> = new Poll<T>({
      read: () => read(api, subject),
      everyMs,
      onChange: () => setShown({ subject, polled: poll.now }),
    });
    // A tab that nobody sees asks nothing.
    const shown = () => (document.hidden ? poll.stop() : poll.start());
    shown();
    document.addEventListener('visibilitychange', shown);
    return () => {
      document.removeEventListener('visibilitychange', shown);
      poll.stop();
    };
  }, [api, subject, read, everyMs]);
  // What was asked before is no answer to this.
  return shown?.subject === subject && shown !== undefined ? shown.polled : none;
}
