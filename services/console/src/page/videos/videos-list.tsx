import type { ListedVideo } from '@understudy/client';
import { Component } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Live } from '../live.js';
import { count, formatGenerator } from '../parts/format.js';
import { Age, Panel } from '../parts/panel.js';
import { Room } from '../parts/room.js';
import { TableScroller } from '../parts/table-scroller.js';
import { useVisibleRows } from '../parts/use-visible-rows.js';
import { linkTo, type Place } from '../place.js';
import { pastedVideo } from './explain-placement.js';
import { useVideoList } from './use-video-list.js';

/** As `.videos tbody tr` in videos.css has it. */
const rowPx = 36;
const columns = 5;
/** Read before they are scrolled to. */
const aheadRows = 100;
/** What is in sight is asked for again so often; a search, for which thousands are looked at, seldom. */
const refreshMs = { all: 3_000, search: 30_000 } as const;

interface VideosListProps {
  readonly live: Live;
  readonly place: Place;
  readonly nowMs: number;
}

/** All videos, or those that a search finds: only the rows in sight are drawn, and only what was scrolled to is read. */
export function VideosList({ live: { api }, place, nowMs }: VideosListProps) {
  const find = place.query['find'] ?? '';
  const everyMs = refreshMs[find === '' ? 'all' : 'search'];
  const { list, now } = useVideoList(api, find);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // A link may lead to another search.
    if (field.current !== null) field.current.value = find;
  }, [find]);
  const videos = now?.videos ?? noVideos;
  const { from, to, beforePx, afterPx, onScroll } = useVisibleRows(videos.length, rowPx);
  useEffect(() => {
    // Where the last page brought nothing, somebody decides whether to look further.
    if (videos.length > 0 && to + aheadRows > videos.length) void list?.readMore();
  }, [list, to, videos.length]);
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) void list?.refresh(Math.floor((from + to) / 2));
    }, everyMs);
    return () => clearInterval(timer);
  }, [list, from, to, everyMs]);
  const look = (event: Event) => {
    event.preventDefault();
    const text = String(new FormData(event.currentTarget as HTMLFormElement).get('find')).trim();
    const video = pastedVideo(text);
    location.hash = isVideoId(video)
      ? linkTo('videos', video, { find })
      : linkTo('videos', place.subject, { find: text });
  };
  return (
    <Panel
      title="All videos"
      note={
        <Age atMs={list?.answeredAtMs(Math.floor((from + to) / 2))} nowMs={nowMs} oldAfterMs={3 * everyMs} />
      }
    >
      <form class="filters" onSubmit={look}>
        <label for="video">Part of a title, an ID, or an address with it</label>
        <input id="video" name="find" type="search" ref={field} />
        <button type="submit">Look</button>
      </form>
      {now?.failure !== undefined && (
        <p class="failure">
          {now.failure}{' '}
          <button type="button" onClick={() => void list?.readMore()}>
            Ask again
          </button>
        </p>
      )}
      {now !== undefined && now.silent.length > 0 && (
        <p class="failure">
          {now.silent.join(', ')} {now.silent.length === 1 ? 'does' : 'do'} not say what is there.
        </p>
      )}
      <p class="empty" role="status">
        {now === undefined || (videos.length === 0 && now.asking)
          ? 'Asking …'
          : `${count(videos.length, 'video')}${find === '' ? '' : ` among the ${now.looked} looked at`}${now.more ? ', and there are more' : ''}. ${
              videos.length > 0 || now.more ? '' : find === '' ? noneDescribed : 'None has this text.'
            }`}
      </p>
      {videos.length > 0 && (
        <TableScroller label="Videos" tall onScroll={onScroll}>
          <table class="videos" aria-rowcount={now?.more === true ? -1 : videos.length + 1}>
            <thead>
              <tr aria-rowindex={1}>
                <th scope="col">Title</th>
                <th scope="col">Video</th>
                <th scope="col">State</th>
                <th scope="col">Segments</th>
                <th scope="col">Generator</th>
              </tr>
            </thead>
            <Rows videos={videos} from={from} to={to} before={beforePx} after={afterPx} place={place} />
          </table>
        </TableScroller>
      )}
      {now?.more === true && find !== '' && (
        <p>
          <button type="button" disabled={now.asking} onClick={() => void list?.readMore()}>
            Look further
          </button>
        </p>
      )}
    </Panel>
  );
}

const noVideos: readonly ListedVideo[] = [];
const noneDescribed = 'Nothing is described yet: POST /v1/videos does that, and the page /make of a router.';

function isVideoId(text: string): boolean {
  return /^[0-9A-Za-z]{24}$/.test(text);
}

interface RowsProps {
  readonly videos: readonly ListedVideo[];
  readonly from: number;
  readonly to: number;
  readonly before: number;
  readonly after: number;
  readonly place: Place;
}

/** Drawn again only when something of it changes: the page around it is several times a second. */
function Rows({ videos, from, to, before, after, place }: RowsProps) {
  const find = place.query['find'] ?? '';
  return useMemo(
    () => (
      <tbody>
        <Room px={before} columns={columns} />
        {videos.slice(from, to).map((video, index) => (
          <Row
            key={video.id}
            video={video}
            rowIndex={from + index + 2}
            chosen={video.id === place.subject}
            find={find}
          />
        ))}
        <Room px={after} columns={columns} />
      </tbody>
    ),
    [videos, from, to, before, after, place.subject, find],
  );
}

interface RowProps {
  readonly video: ListedVideo;
  readonly rowIndex: number;
  readonly chosen: boolean;
  readonly find: string;
}

/** Most rows are the same when others come into sight. */
class Row extends Component<RowProps> {
  override shouldComponentUpdate({ video, rowIndex, chosen, find }: RowProps): boolean {
    const last = this.props;
    return video !== last.video || rowIndex !== last.rowIndex || chosen !== last.chosen || find !== last.find;
  }

  override render({ video, rowIndex, chosen, find }: RowProps) {
    const { id, title, generator, state, sealedSegments, totalSegments } = video;
    return (
      <tr aria-rowindex={rowIndex} class={chosen ? 'chosen' : undefined} data-state={state}>
        <td>{title ?? 'not readable'}</td>
        <td>
          <a href={linkTo('videos', id, { find })} aria-current={chosen ? 'true' : undefined}>
            {id}
          </a>
        </td>
        <td>{state}</td>
        <td class="number">{totalSegments === null ? 'none' : `${sealedSegments} of ${totalSegments}`}</td>
        <td>{generator === null ? 'none' : formatGenerator(generator)}</td>
      </tr>
    );
  }
}
