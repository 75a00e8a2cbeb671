import type { Stream } from '@understudy/client';
import { useMemo, useState } from 'preact/hooks';
import type { Live } from '../live.js';
import { count } from '../parts/format.js';
import { PolledPanel } from '../parts/panel.js';
import { linkTo, type Place, replacePlace } from '../place.js';
import { EndStreamDialog } from './end-stream-dialog.js';
import { type Order, orderOf, orderStreams, orders } from './order-streams.js';
import { StreamsTable } from './streams-table.js';

interface StreamsPageProps {
  readonly live: Live;
  readonly place: Place;
  readonly nowMs: number;
}

export function StreamsPage({ live: { api, streams }, place, nowMs }: StreamsPageProps) {
  const order = orderOf(place.query['order']);
  const find = place.query['find'] ?? '';
  const [ending, setEnding] = useState<Stream>();
  const { answer } = streams.now;
  const found = useMemo(() => orderStreams(answer?.streams ?? [], order, find), [answer, order, find]);
  return (
    <PolledPanel title="Open" polled={streams.now} nowMs={nowMs}>
      {({ total, unreachable, streams: told }) => (
        <>
          {unreachable.length > 0 && (
            <p class="failure">
              {unreachable.join(', ')} {unreachable.length === 1 ? 'does' : 'do'} not answer: what is open
              there is not in the list.
            </p>
          )}
          <search class="filters">
            <label for="find-stream">Video, request, worker or router</label>
            <input
              id="find-stream"
              type="search"
              value={find}
              onInput={(event) => show(order, event.currentTarget.value)}
            />
            <label for="order">Most first by</label>
            <select
              id="order"
              value={order}
              onChange={(event) => show(event.currentTarget.value as Order, find)}
            >
              {Object.entries(orders).map(([name, text]) => (
                <option key={name} value={name}>
                  {text}
                </option>
              ))}
            </select>
          </search>
          <p class="empty" role="status">
            {count(found.length, 'stream')} of {total}
            {total > told.length && `; the console gives the ${told.length} that began first`}.{' '}
            {total === 0 && 'Nobody plays anything now.'}
            {total > 0 && found.length === 0 && 'None has this text.'}
          </p>
          {found.length > 0 && <StreamsTable streams={found} onEnd={setEnding} />}
          {ending !== undefined && (
            <EndStreamDialog api={api} stream={ending} onClose={() => setEnding(undefined)} />
          )}
        </>
      )}
    </PolledPanel>
  );
}

/** Search and order are in the address, so that they can be given to somebody. */
function show(order: Order, find: string): void {
  replacePlace(linkTo('streams', undefined, { order: order === 'ageMs' ? '' : order, find }));
}
