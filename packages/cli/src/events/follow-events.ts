import { setTimeout as sleep } from 'node:timers/promises';
import { isUnderstudyError } from '@understudy/errors';
import type { AdminClient } from '../admin/admin-client.js';
import type { Terminal } from '../terminal.js';
import type { ShownEvent } from './event-line.js';

/** Until a console that does not answer is asked again. */
const pauseMs = 1_000;

const gaps: Readonly<Record<string, string>> = {
  away: 'does not answer: its events are not shown until it does',
  back: 'answers again',
  missed: 'had events that are not kept any more',
};

/** Shows what comes until the terminal's stop, also over restarts of the console. @throws UnderstudyError for a refusal */
export async function followEvents(
  admin: AdminClient,
  last: number,
  terminal: Terminal,
  shown: (event: ShownEvent) => void,
): Promise<void> {
  let lastEventId: string | undefined;
  let away = false;
  while (!terminal.stop.aborted) {
    try {
      const history = lastEventId === undefined ? last : 1_000;
      const path = `/admin/events?follow=1&limit=${history}`;
      for await (const { event, data, id } of admin.follow(path, lastEventId, terminal.stop)) {
        away = false;
        lastEventId = id ?? lastEventId;
        if (event === 'begin') continue;
        if (event === undefined) shown(JSON.parse(data) as ShownEvent);
        else terminal.warn(`${(JSON.parse(data) as { source: string }).source} ${gaps[event] ?? event}`);
      }
    } catch (error) {
      if (terminal.stop.aborted) return;
      if (!isUnderstudyError(error, 'peer_unreachable')) throw error;
      if (!away) terminal.warn('the console does not answer: nothing is shown until it does');
      away = true;
    }
    await sleep(pauseMs, undefined, { signal: terminal.stop }).catch(() => undefined);
  }
}
