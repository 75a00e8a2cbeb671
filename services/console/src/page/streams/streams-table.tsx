import type { Stream } from '@understudy/client';
import { useState } from 'preact/hooks';
import { formatAge, formatBytes } from '../parts/format.js';
import { TableScroller } from '../parts/table-scroller.js';
import { visibleRows } from '../parts/visible-rows.js';
import { linkTo } from '../place.js';

/** As `.streams td` in lists.css has it. */
const rowPx = 36;
/** Rows are drawn again in steps of ten: those to spare are enough for one. */
const stepPx = 10 * rowPx;
/** Until it was scrolled, its height is not asked for: this is more than any. */
const firstHeightPx = 1_200;

/** Draws only the rows that can be seen: a thousand streams are no slower than fifty. */
export function StreamsTable({ streams }: { readonly streams: readonly Stream[] }) {
  const [{ scrolledPx, heightPx }, setView] = useState({ scrolledPx: 0, heightPx: firstHeightPx });
  const { from, to, beforePx, afterPx } = visibleRows({ rows: streams.length, rowPx, scrolledPx, heightPx });
  const scrolled = ({ currentTarget }: Event) => {
    const { scrollTop, clientHeight } = currentTarget as HTMLElement;
    const scrolledPx = Math.floor(scrollTop / stepPx) * stepPx;
    // The same is not drawn again.
    setView((last) =>
      last.scrolledPx === scrolledPx && last.heightPx === clientHeight
        ? last
        : { scrolledPx, heightPx: clientHeight },
    );
  };
  return (
    <TableScroller label="Streams" tall onScroll={scrolled}>
      <table class="streams" aria-rowcount={streams.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col">Video</th>
            <th scope="col">Part</th>
            <th scope="col">Worker</th>
            <th scope="col" class="number">
              Bytes
            </th>
            <th scope="col" class="number">
              Age
            </th>
            <th scope="col" class="number">
              Moves
            </th>
            <th scope="col" class="number">
              Silence
            </th>
            <th scope="col">Router</th>
            <th scope="col">Request</th>
          </tr>
        </thead>
        <tbody>
          <Room px={beforePx} />
          {streams.slice(from, to).map((stream, index) => (
            <Row key={`${stream.router} ${stream.requestId}`} stream={stream} rowIndex={from + index + 2} />
          ))}
          <Room px={afterPx} />
        </tbody>
      </table>
    </TableScroller>
  );
}

function Row({ stream, rowIndex }: { readonly stream: Stream; readonly rowIndex: number }) {
  const { video, part, worker, bytes, ageMs, moves, silenceMs, router, requestId } = stream;
  return (
    <tr aria-rowindex={rowIndex} class={moves > 0 ? 'moved' : undefined} data-moves={moves}>
      <td>{video === null ? 'not known' : <a href={linkTo('videos', video)}>{video}</a>}</td>
      <td>{part}</td>
      <td>{worker === null ? 'none yet' : <a href={linkTo('workers', worker)}>{worker}</a>}</td>
      <td class="number">{formatBytes(bytes)}</td>
      <td class="number">{formatAge(ageMs)}</td>
      <td class="number">{moves > 0 ? <strong>moved {moves} ×</strong> : 0}</td>
      <td class="number">{Math.round(silenceMs)} ms</td>
      <td>{router}</td>
      <td>
        <a href={linkTo('events', undefined, { find: requestId })}>{requestId}</a>
      </td>
    </tr>
  );
}

/** Stands for the rows that are not drawn. */
function Room({ px }: { readonly px: number }) {
  if (px === 0) return null;
  return (
    <tr class="room">
      <td colSpan={9} style={{ height: `${px}px` }} />
    </tr>
  );
}
