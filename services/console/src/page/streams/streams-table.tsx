import type { Stream } from '@understudy/client';
import { ChangeButton } from '../parts/change-button.js';
import { formatAge, formatBytes } from '../parts/format.js';
import { Room } from '../parts/room.js';
import { TableScroller } from '../parts/table-scroller.js';
import { useVisibleRows } from '../parts/use-visible-rows.js';
import { linkTo } from '../place.js';

/** As `.streams tbody tr` in lists.css has it. */
const rowPx = 36;
const columns = 11;

interface StreamsTableProps {
  readonly streams: readonly Stream[];
  readonly onEnd: (stream: Stream) => void;
}

/** Draws only the rows that can be seen: a thousand streams are no slower than fifty. */
export function StreamsTable({ streams, onEnd }: StreamsTableProps) {
  const { from, to, beforePx, afterPx, onScroll } = useVisibleRows(streams.length, rowPx);
  return (
    <TableScroller label="Streams" tall onScroll={onScroll}>
      <table class="streams" aria-rowcount={streams.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col">Video</th>
            <th scope="col">Part</th>
            <th scope="col">Worker</th>
            <th scope="col" class="number">
              Position
            </th>
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
            <th scope="col" class="ends">
              End it
            </th>
          </tr>
        </thead>
        <tbody>
          <Room px={beforePx} columns={columns} />
          {keyed(streams.slice(from, to)).map(([key, stream], index) => (
            <Row key={key} stream={stream} rowIndex={from + index + 2} onEnd={onEnd} />
          ))}
          <Room px={afterPx} columns={columns} />
        </tbody>
      </table>
    </TableScroller>
  );
}

interface RowProps {
  readonly stream: Stream;
  readonly rowIndex: number;
  readonly onEnd: (stream: Stream) => void;
}

function Row({ stream, rowIndex, onEnd }: RowProps) {
  const { video, part, worker, position, bytes, ageMs, moves, silenceMs, router, requestId } = stream;
  return (
    <tr aria-rowindex={rowIndex} class={moves > 0 ? 'moved' : undefined} data-moves={moves}>
      <td>{video === null ? 'not known' : <a href={linkTo('videos', video)}>{video}</a>}</td>
      <td>{part}</td>
      <td>{worker === null ? 'none yet' : <a href={linkTo('workers', worker)}>{worker}</a>}</td>
      <td class="number">{formatBytes(position)}</td>
      <td class="number">{formatBytes(bytes)}</td>
      <td class="number">{formatAge(ageMs)}</td>
      <td class="number">{moves > 0 ? <strong>moved {moves} ×</strong> : 0}</td>
      <td class="number">{Math.round(silenceMs)} ms</td>
      <td>{router}</td>
      <td>
        <a href={linkTo('events', undefined, { find: requestId })}>{requestId}</a>
      </td>
      <td>
        <ChangeButton class="small" aria-label={`End ${requestId}`} onClick={() => onEnd(stream)}>
          End …
        </ChangeButton>
      </td>
    </tr>
  );
}

/** Players choose request IDs, so several responses of a router may have one: those are numbered. */
function keyed(streams: readonly Stream[]): (readonly [string, Stream])[] {
  const times = new Map<string, number>();
  return streams.map((stream) => {
    const request = `${stream.router} ${stream.requestId}`;
    const time = times.get(request) ?? 0;
    times.set(request, time + 1);
    return [`${request} ${time}`, stream];
  });
}
