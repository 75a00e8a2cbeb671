import { setTimeout as sleep } from 'node:timers/promises';
import { type AdminClient, ApiError, type LoggedEvent } from '@understudy/client';
import type { Terminal } from '../terminal.js';
import { readFeed } from './read-feed.js';

/** Until a console that does not answer is asked again. */
const pauseMs = 1_000;

/** Of errors that a console which is started again ends. */
const isAway: ReadonlySet<string> = new Set(['unreachable', 'too_slow', 'broken_off']);

const gaps: Readonly<Record<string, string>> = {
  away: 'does not answer: its events are not shown until it does',
  back: 'answers again',
  missed: 'had events that are not kept any more',
};

/** Shows what comes until the terminal's stop, also over restarts of the console. @throws ApiError for a refusal */
export async function followEvents(
  admin: AdminClient,
  last: number,
  terminal: Terminal,
  shown: (event: LoggedEvent) => void,
): Promise<void> {
  let lastEventId: string | undefined;
  let away = false;
  while (!terminal.stop.aborted) {
    try {
      const history = lastEventId === undefined ? last : 1_000;
      for await (const { event, data, id } of readFeed(admin, history, lastEventId, terminal.stop)) {
        away = false;
        lastEventId = id ?? lastEventId;
        if (event === 'begin') continue;
        if (event === undefined) shown(JSON.parse(data) as LoggedEvent);
        else terminal.warn(`${(JSON.parse(data) as { source: string }).source} ${gaps[event] ?? event}`);
      }
    } catch (error) {
      if (terminal.stop.aborted) return;
      if (!(error instanceof ApiError) || !isAway.has(error.code)) throw error;
      if (!away) terminal.warn('the console does not answer: nothing is shown until it does');
      away = true;
    }
    await sleep(pauseMs, undefined, { signal: terminal.stop }).catch(() => undefined);
  }
}
