import { formatTime } from '../parts/format.js';
import { linkTo } from '../place.js';
import type { EventLine } from './event-store.js';

/** Newest first. */
export function EventList({ lines }: { readonly lines: readonly EventLine[] }) {
  return (
    <ol class="events">
      {lines.toReversed().map((line) => (
        <li key={line.line} class={`event ${line.level}`} data-event={line.event}>
          <time dateTime={line.time}>{formatTime(line.time)}</time>
          <span class="level">{line.level}</span>
          <span class="source">{line.source}</span>
          <span class="text">
            <strong>{line.event}</strong> {line.message} <Details line={line} />
          </span>
        </li>
      ))}
    </ol>
  );
}

/** What every line has is shown apart. */
const shownApart = new Set(['line', 'source', 'time', 'level', 'event', 'message', 'video', 'requestId']);

function Details({ line }: { readonly line: EventLine }) {
  const { video, requestId } = line;
  const others = Object.entries(line).filter(([name, value]) => !shownApart.has(name) && value !== undefined);
  return (
    <>
      {typeof requestId === 'string' && (
        <>
          <a href={linkTo('events', undefined, { find: requestId })}>request {requestId}</a>{' '}
        </>
      )}
      {typeof video === 'string' && (
        <>
          <a href={linkTo('videos', video)}>video {video}</a>{' '}
        </>
      )}
      {others.map(([name, value]) => (
        <span class="field">
          {name}={typeof value === 'object' ? shorten(JSON.stringify(value)) : shorten(String(value))}{' '}
        </span>
      ))}
    </>
  );
}

/** An error brings its stack. */
function shorten(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)} …` : text;
}
