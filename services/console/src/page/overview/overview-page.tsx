import { useMemo } from 'preact/hooks';
import { EventList } from '../events/event-list.js';
import { isNotable } from '../events/notable-events.js';
import type { Live } from '../live.js';
import { count } from '../parts/format.js';
import { Age, Panel, PolledPanel } from '../parts/panel.js';
import { StateMark } from '../parts/state-mark.js';
import { linkTo, type Place } from '../place.js';
import { TimingsPanel } from '../timings/timings-panel.js';
import { playingWorker } from '../watch/playing-worker.js';
import { WatchPanel } from '../watch/watch-panel.js';
import { attentionOf } from './attention.js';
import { AttentionList } from './attention-list.js';
import { FailoverChart } from './failover-chart.js';
import { playingVideos, useMarkedVideo } from './marked-video.js';
import { failoverMinutes, recentFailovers } from './recent-failovers.js';
import { RingPicture } from './ring-picture.js';
import { markOn, VideoOnRing } from './video-on-ring.js';

/** The ring is asked for when the epoch changes, and otherwise seldom. */
const ringOldMs = 40_000;
const quietMs = 20_000;
const lastEvents = 8;

interface OverviewPageProps {
  readonly live: Live;
  readonly place: Place;
  readonly nowMs: number;
}

/** `#/overview/{id}` shows a video's place on the ring. */
export function OverviewPage({ live, place, nowMs }: OverviewPageProps) {
  const { shownCluster: cluster, ring, streams, timings, events, feed, departed } = live;
  const { workers = [], publicUrl = null, mayKillWorkers = false } = cluster.answer ?? {};
  const open = streams.now.answer?.streams ?? [];
  const chosen = place.subject;
  const marked = useMarkedVideo(live.api, chosen);
  const playing = useMemo(() => playingVideos(open), [open]);
  const placement = marked.chosenPlacement.answer;
  const worker =
    chosen === undefined ? undefined : playingWorker(chosen, { streams: open, placement, workers });
  const items = attentionOf({
    cluster: cluster.answer,
    departed: departed.list,
    events: events.lines,
    failures: failuresOf(live),
    nowMs,
  });
  const notable = events.lines.filter(isNotable).slice(-lastEvents);
  const failovers = recentFailovers(events.lines, nowMs);
  const heard = <Age atMs={feed.heardAtMs} nowMs={nowMs} oldAfterMs={quietMs} />;
  const silent = feed.failure !== undefined && <p class="failure">No events come: {feed.failure}</p>;
  return (
    <div class="overview">
      <div class="column">
        <PolledPanel title="Needs attention" polled={cluster} nowMs={nowMs}>
          {() =>
            items.length === 0 ? (
              <p class="good">Nothing. Every worker and router answers.</p>
            ) : (
              <AttentionList items={items} />
            )
          }
        </PolledPanel>
        {mayKillWorkers && <WatchPanel api={live.api} publicUrl={publicUrl} video={chosen} worker={worker} />}
        <PolledPanel title="Streams" polled={streams.now} nowMs={nowMs}>
          {({ total, unreachable, streams: shown }) => (
            <p class="figures">
              <a href={linkTo('streams')}>
                <strong data-figure="streams">{total}</strong> open
              </a>{' '}
              <span>
                <strong>{shown.filter(({ moves }) => moves > 0).length}</strong> moved
              </span>{' '}
              <span>
                <strong>{workers.reduce((sum, { generating = 0 }) => sum + generating, 0)}</strong> being made
              </span>
              {unreachable.length > 0 && (
                <span class="failure">without those of {unreachable.join(', ')}</span>
              )}
            </p>
          )}
        </PolledPanel>
        <Panel title={`Failovers, last ${failoverMinutes} minutes`} note={heard}>
          {silent}
          <p class="figures">
            <strong data-figure="failovers">{failovers.total}</strong>{' '}
            {failovers.total > 0 && <span>longest silence {failovers.longestSilenceMs} ms</span>}
          </p>
          <FailoverChart failovers={failovers} />
        </Panel>
      </div>
      <div class="column">
        <PolledPanel title="Ring" polled={ring.now} nowMs={nowMs} oldAfterMs={ringOldMs}>
          {({ pools, slots, epoch, leading }) => (
            <>
              {pools.length === 0 && <p class="empty">No worker is a member: there is no ring.</p>}
              {pools.map((pool) => (
                <figure key={pool.pool}>
                  <RingPicture
                    pool={pool}
                    slots={slots}
                    epoch={epoch}
                    workers={workers}
                    mark={markOn(pool.pool, marked.placement.answer)}
                  />
                  <figcaption>
                    Pool {pool.pool}
                    {pool.pool === leading && ', which new videos go to'}
                  </figcaption>
                </figure>
              ))}
              <ul class="legend">
                {workers.map(({ id, zone, state, streams: number }) => (
                  <li key={id}>
                    <a href={linkTo('workers', id)}>{id}</a> <StateMark state={state} /> zone {zone}
                    {number !== undefined && `, ${count(number, 'stream')}`}
                  </li>
                ))}
              </ul>
              <VideoOnRing marked={marked} chosen={chosen} playing={playing} />
            </>
          )}
        </PolledPanel>
        <TimingsPanel polled={timings.now} nowMs={nowMs} />
      </div>
      <Panel title="Last warnings and changes" note={heard}>
        {silent}
        {notable.length === 0 ? (
          <p class="empty">
            {feed.heardAtMs === undefined
              ? 'The feed is being opened.'
              : 'None among the events that are kept.'}
          </p>
        ) : (
          <EventList lines={notable} />
        )}
      </Panel>
    </div>
  );
}

/** What is not known needs attention too. Of whom nothing is known at all, that is told already. */
function failuresOf({ shownCluster: cluster, streams, feed, events }: Live): string[] {
  const silentWorkers = cluster.answer?.workers.filter(({ state }) => state === 'unreachable') ?? [];
  const silent = [
    ...silentWorkers.map(({ id }) => `worker ${id}`),
    ...(streams.now.answer?.unreachable ?? []).map((id) => `router ${id}`),
  ];
  const missing = events.away.filter((source) => !silent.includes(source));
  return [
    ...(streams.now.failure === undefined ? [] : [`The streams are not known: ${streams.now.failure}`]),
    ...(feed.failure === undefined ? [] : [`No events come: ${feed.failure}`]),
    ...(missing.length === 0 ? [] : [`Events are missing of ${missing.join(', ')}.`]),
  ];
}
