import type {
  AdminClient,
  ApiError,
  Cluster,
  LoggedEvent,
  OperatorSession,
  Ring,
  Streams,
  Timings,
} from '@understudy/client';
import { openConsoleApi, sentenceOf } from './api/console-api.js';
import { followEvents } from './api/follow-events.js';
import { Poll, type Polled } from './api/poll.js';
import { EventStore } from './events/event-store.js';
import { isNotable } from './events/notable-events.js';
import { DepartedWorkers } from './workers/departed-workers.js';
import { markSilent } from './workers/mark-silent.js';

/** The console asks every worker, or every router, for it: what happens shall show within a second, with room for slow answers. */
const clusterEveryMs = 500;
const streamsEveryMs = 500;
/** Counting slots costs the console some milliseconds, and only an epoch changes them. */
const ringEveryMs = 30_000;
/** What a key may do does not change; only the name that is shown may. */
const sessionEveryMs = 60_000;
/** As long as a step of them is. */
const timingsEveryMs = 5_000;
/** Several changes at once are one drawing. */
const drawAfterMs = 50;

/** How the feed of events stands. */
export interface FeedState {
  readonly heardAtMs: number | undefined;
  /** Why nothing comes; undefined while it is open. */
  readonly failure: string | undefined;
}

/** All that the page knows of the cluster, kept up to date until it is stopped. */
export class Live {
  readonly api: AdminClient;
  readonly cluster: Poll<Cluster>;
  readonly ring: Poll<Ring>;
  readonly streams: Poll<Streams>;
  /** Whose key it is. */
  readonly session: Poll<OperatorSession>;
  readonly timings: Poll<Timings>;
  readonly events = new EventStore();
  readonly departed = new DepartedWorkers();
  feed: FeedState = { heardAtMs: undefined, failure: undefined };
  #stopped: AbortController | undefined;
  #lastEventId: string | undefined;
  readonly #onChange: () => void;
  #drawing: ReturnType<typeof setTimeout> | undefined;

  constructor(key: string, onChange: () => void, onRefused: () => void) {
    this.api = openConsoleApi(key);
    this.#onChange = onChange;
    const common = {
      onChange: () => this.#changed(),
      onFailure: ({ code }: ApiError) => code === 'unauthorized' && onRefused(),
    };
    this.cluster = new Poll({ ...common, read: () => this.#readCluster(), everyMs: clusterEveryMs });
    this.ring = new Poll({ ...common, read: () => this.api.get('/admin/ring'), everyMs: ringEveryMs });
    this.session = new Poll({
      ...common,
      read: () => this.api.get('/admin/session'),
      everyMs: sessionEveryMs,
    });
    this.streams = new Poll({
      ...common,
      read: () => this.api.get('/admin/streams'),
      everyMs: streamsEveryMs,
    });
    this.timings = new Poll({
      ...common,
      read: () => this.api.get('/admin/timings'),
      everyMs: timingsEveryMs,
    });
  }

  /** The cluster by its last answer, and by what the feed has told since. */
  get shownCluster(): Polled<Cluster> {
    return markSilent(this.cluster.now, (source) => this.events.awaySinceMs(source));
  }

  /** Goes on where it stopped: what happened meanwhile comes first. */
  start(): void {
    const stopped = new AbortController();
    this.#stopped = stopped;
    for (const poll of this.#polls) poll.start();
    void followEvents({
      after: this.#lastEventId,
      open: (lastEventId, signal) =>
        this.api.open('/admin/events', {
          query: { follow: '1', limit: 1_000 },
          ...(lastEventId !== undefined && { header: { 'last-event-id': lastEventId } }),
          signal,
        }),
      onEvents: (events, lastEventId) => {
        this.#lastEventId = lastEventId;
        this.#take(events);
      },
      onGap: (source, what) => {
        this.events.tell(source, what, Date.now());
        this.#refresh();
      },
      onHeard: () => this.#setFeed({ heardAtMs: Date.now(), failure: undefined }),
      onCut: (error) => {
        this.#setFeed({ ...this.feed, failure: sentenceOf(error) });
      },
      signal: stopped.signal,
    });
  }

  stop(): void {
    this.#stopped?.abort();
    clearTimeout(this.#drawing);
    this.#drawing = undefined;
    for (const poll of this.#polls) poll.stop();
  }

  get #polls(): readonly Pick<Poll<unknown>, 'start' | 'stop'>[] {
    return [this.session, this.cluster, this.ring, this.streams, this.timings];
  }

  #setFeed(feed: FeedState): void {
    this.feed = feed;
    this.#changed();
  }

  async #readCluster(): Promise<Cluster> {
    const answer = await this.api.get('/admin/cluster');
    this.departed.see(answer, Date.now());
    const workers = answer.workers.map(({ id }) => `worker ${id}`);
    this.events.keepSources(new Set([...workers, ...answer.routers.map(({ id }) => `router ${id}`)]));
    if (answer.epoch !== this.ring.now.answer?.epoch) this.ring.refresh();
    return answer;
  }

  #take(events: readonly LoggedEvent[]): void {
    this.events.add(events);
    // It shows in the cluster and the streams too, sooner than they are asked by themselves.
    if (events.some(isNotable)) this.#refresh();
    this.#changed();
  }

  #refresh(): void {
    this.cluster.refresh();
    this.streams.refresh();
  }

  #changed(): void {
    this.#drawing ??= setTimeout(() => {
      this.#drawing = undefined;
      this.#onChange();
    }, drawAfterMs);
  }
}
