import type { EventPage } from '@understudy/service-kit';
import type { ConsoleContext } from '../context.js';

/** For an answer beyond the wait that was asked for. */
const answerMs = 2_000;

interface EventQuestion {
  /** A cursor of the source, behind which to begin. */
  readonly after: string | undefined;
  /** Without one: how many of those that it has kept. */
  readonly last: number;
  /** How long it may wait for one where there is none yet. */
  readonly waitMs: number;
}

/** A process that has events. */
export interface EventSource {
  /** `worker w1`, `router host-7`, `console`. */
  readonly name: string;
  /** @throws UnderstudyError `peer_unreachable`, `peer_protocol` */
  readonly read: (question: EventQuestion, signal: AbortSignal) => Promise<EventPage>;
}

/** All that are known now. The catalog has no secret of peers, and is none: its events are in its log. */
export async function eventSources(
  context: Pick<ConsoleContext, 'membership' | 'routers' | 'feed' | 'peers'>,
): Promise<EventSource[]> {
  const { membership, routers, feed } = context;
  const workers = membership.current?.members ?? [];
  const known = await routers.read();
  return [
    { name: 'console', read: ({ after, waitMs, last }) => feed.after(after, waitMs, last) },
    ...workers.map(({ id, url }) => peerSource(context, `worker ${id}`, url)),
    ...known.map(({ id, url }) => peerSource(context, `router ${id}`, url)),
  ];
}

function peerSource({ peers }: Pick<ConsoleContext, 'peers'>, name: string, url: string): EventSource {
  return {
    name,
    read({ after, last, waitMs }, signal) {
      const cursor = after === undefined ? '' : `&after=${encodeURIComponent(after)}`;
      return peers.json<EventPage>({
        method: 'GET',
        url,
        path: `/events?waitMs=${waitMs}&last=${last}${cursor}`,
        headTimeoutMs: waitMs + answerMs,
        signal,
      });
    },
  };
}
