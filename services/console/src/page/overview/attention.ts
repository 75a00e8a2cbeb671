import type { Cluster, LoggedEvent, Member, Router } from '@understudy/client';
import { count, formatAge } from '../parts/format.js';
import { linkTo } from '../place.js';
import type { Departed } from '../workers/departed-workers.js';

/** Something an operator should look at, and where. */
export interface Attention {
  readonly level: 'bad' | 'warn';
  readonly text: string;
  readonly link: string;
}

export interface AttentionFacts {
  readonly cluster: Cluster | undefined;
  readonly departed: readonly Departed[];
  readonly events: readonly LoggedEvent[];
  /** Why streams or events are not known; empty when they are. */
  readonly failures: readonly string[];
  readonly nowMs: number;
}

/** Events, and departures in good order, that are longer ago are left to the list of events. */
const recentMs = 300_000;

/** What needs attention, the worst first. */
export function attentionOf(facts: AttentionFacts): Attention[] {
  const { cluster, departed, failures, nowMs } = facts;
  const workers = cluster?.workers ?? [];
  const found: Attention[] = [
    ...failures.map((text) => bad(text, linkTo('events'))),
    ...(cluster === undefined ? [] : ofCluster(cluster)),
    ...workers.flatMap(ofWorker),
    ...ofCatalog(cluster?.routers ?? []),
    ...(cluster?.routers ?? []).flatMap(ofRouter),
    ...departed
      .filter(({ inOrder, atMs }) => !inOrder || nowMs - atMs < recentMs)
      .map((worker) => ofDeparted(worker, nowMs)),
    ...ofEvents(facts),
  ];
  return found.toSorted((a, b) => Number(b.level === 'bad') - Number(a.level === 'bad'));
}

function ofCluster({ metadata, workers, routers }: Cluster): Attention[] {
  const answering = workers.filter(({ state }) => state === 'active');
  return [
    ...(metadata === 'away'
      ? [
          bad(
            'The metadata store is away: nothing can be created. What has a copy plays on.',
            linkTo('events', undefined, { find: 'metadata' }),
          ),
        ]
      : []),
    ...(answering.length === 0 ? [bad('No worker is active: nothing can be made.', linkTo('workers'))] : []),
    ...(answering.length === 1
      ? [warn('Only one worker is active: nobody can go on when it dies.', linkTo('workers'))]
      : []),
    ...(routers.length === 0
      ? [bad('No router is known: nobody can play anything.', linkTo('streams'))]
      : []),
    ...(routers.length > 0 && routers.every(({ state }) => state === 'draining')
      ? [bad('All routers drain: nobody can begin to play anything.', linkTo('streams'))]
      : []),
  ];
}

function ofWorker({ id, state, storage, scrub, streams, pendingMoves }: Member): Attention[] {
  const link = linkTo('workers', id);
  const failed = scrub?.pass?.failed ?? 0;
  return [
    ...(state === 'unreachable' ? [bad(`Worker ${id} does not answer.`, link)] : []),
    ...(state === 'draining'
      ? [
          warn(
            `Worker ${id} drains: ${count(streams ?? 0, 'stream')} and ${count(pendingMoves ?? 0, 'copy', 'copies')} to hand over.`,
            link,
          ),
        ]
      : []),
    ...(storage === 'full' ? [bad(`The disk of worker ${id} is full.`, link)] : []),
    ...(storage === 'failing' ? [bad(`The disk of worker ${id} fails.`, link)] : []),
    ...(failed > 0
      ? [bad(`Worker ${id} has ${count(failed, 'damaged piece')} that could not be replaced.`, link)]
      : []),
  ];
}

function ofRouter({ id, state, streams }: Router): Attention[] {
  const link = linkTo('streams');
  switch (state) {
    case 'active':
      return [];
    case 'draining':
      return [warn(`Router ${id} drains: ${count(streams ?? 0, 'stream')} may end.`, link)];
    case 'not ready':
      return [bad(`Router ${id} is not ready: it could serve nobody.`, link)];
    case 'unreachable':
      return [bad(`Router ${id} does not answer: its streams are not shown.`, link)];
  }
}

function ofCatalog(routers: readonly Router[]): Attention[] {
  const without = routers.filter(({ catalog }) => catalog === 'unreachable').map(({ id }) => id);
  if (without.length === 0) return [];
  return [
    bad(
      `The catalog does not answer ${without.join(', ')}: nothing can be created there. What exists plays on.`,
      linkTo('events', undefined, { find: 'catalog' }),
    ),
  ];
}

function ofDeparted({ id, inOrder, atMs }: Departed, nowMs: number): Attention {
  const link = linkTo('events', undefined, { find: id });
  const ago = `${formatAge(nowMs - atMs)} ago`;
  if (inOrder) return warn(`Worker ${id} left in good order ${ago}.`, link);
  return bad(`Worker ${id} was lost ${ago}: it is no member any more.`, link);
}

/** One line for each kind of event. */
function ofEvents({ events, nowMs }: AttentionFacts): Attention[] {
  const kinds = new Map<string, LoggedEvent[]>();
  for (const event of events) {
    // What the feed says of itself is told as a failure.
    if (
      event.event.startsWith('feed.') ||
      !isWarning(event.level) ||
      nowMs - Date.parse(event.time) >= recentMs
    )
      continue;
    kinds.set(event.event, [...(kinds.get(event.event) ?? []), event]);
  }
  return [...kinds.values()].map((all) => {
    const last = all.at(-1) as LoggedEvent;
    const ago = formatAge(nowMs - Date.parse(last.time));
    const text = `${last.event} × ${all.length}, last ${ago} ago by ${last.source}: ${last.message}`;
    const link = linkTo('events', undefined, { level: 'warn', find: last.event });
    return last.level === 'warn' ? warn(text, link) : bad(text, link);
  });
}

function isWarning(level: string): boolean {
  return level === 'warn' || level === 'error' || level === 'fatal';
}

function bad(text: string, link: string): Attention {
  return { level: 'bad', text, link };
}

function warn(text: string, link: string): Attention {
  return { level: 'warn', text, link };
}
