import type { AdminClient, Placement } from '@understudy/client';
import { useState } from 'preact/hooks';
import type { Live } from '../live.js';
import { ChangeButton } from '../parts/change-button.js';
import { formatBytes } from '../parts/format.js';
import { Panel, PolledPanel } from '../parts/panel.js';
import { StateMark } from '../parts/state-mark.js';
import { TableScroller } from '../parts/table-scroller.js';
import { usePoll } from '../parts/use-poll.js';
import { linkTo, type Place } from '../place.js';
import { EvictDialog } from './evict-dialog.js';
import { explainPlacement, type Part, pastedVideo } from './explain-placement.js';

/** Every worker is asked what it has. */
const placementEveryMs = 2_000;

const readPlacement = (api: AdminClient, id: string) =>
  api.get('/admin/videos/{id}/placement', { path: { id } });

interface VideosPageProps {
  readonly live: Live;
  readonly place: Place;
  readonly nowMs: number;
}

export function VideosPage({ live, place, nowMs }: VideosPageProps) {
  const video = place.subject;
  const placement = usePoll(live.api, video, readPlacement, placementEveryMs);
  const [evicting, setEvicting] = useState(false);
  const { workers = [], publicUrl } = live.shownCluster.answer ?? {};
  const look = (event: Event) => {
    event.preventDefault();
    const text = String(new FormData(event.currentTarget as HTMLFormElement).get('video'));
    location.hash = linkTo('videos', pastedVideo(text));
  };
  return (
    <>
      <Panel title="Which video">
        <form class="filters" onSubmit={look}>
          <label for="video">ID, or an address with it</label>
          <input id="video" name="video" type="search" required defaultValue={video} key={video} />
          <button type="submit">Look</button>
        </form>
        {video === undefined && (
          <p class="empty">
            The ID is what POST /v1/videos answered, and stands in every address of a video.
          </p>
        )}
      </Panel>
      {video !== undefined && (
        <PolledPanel title="Where it is" polled={placement} nowMs={nowMs}>
          {(answer) => (
            <>
              <Way answer={answer} video={video} />
              <PartsTable parts={explainPlacement(answer, workers)} />
              <p class="buttons">
                {publicUrl && (
                  <a href={`${publicUrl}/watch/${video}`} target="_blank" rel="noreferrer">
                    Watch it
                  </a>
                )}
                <a href={linkTo('events', undefined, { find: video })}>Its events</a>
                <ChangeButton class="danger" onClick={() => setEvicting(true)}>
                  Evict copies …
                </ChangeButton>
              </p>
            </>
          )}
        </PolledPanel>
      )}
      {evicting && video !== undefined && (
        <EvictDialog
          api={live.api}
          video={video}
          workers={workers.map(({ id }) => id)}
          onClose={() => setEvicting(false)}
        />
      )}
    </>
  );
}

/** From the ID to the workers, one step after the other. */
function Way({ answer, video }: { readonly answer: Placement; readonly video: string }) {
  const { contentId, slot, pool, epoch, master, replica } = answer;
  return (
    <ol class="way">
      <li>
        ID <code>{video}</code> is the cipher of content ID <code>{contentId}</code>.
      </li>
      <li>
        By the placement key that is slot <strong>{slot}</strong> of 65,536.
      </li>
      <li>
        Its generator's ring is that of{' '}
        {pool === null ? (
          'no pool: nobody can make it'
        ) : (
          <>
            pool <strong>{pool}</strong>
          </>
        )}
        , as of epoch {epoch}.
      </li>
      <li>
        There the slot belongs to <strong data-role="master">{master ?? 'nobody'}</strong>, and after it to{' '}
        <strong data-role="replica">{replica ?? 'nobody'}</strong>.
      </li>
    </ol>
  );
}

function PartsTable({ parts }: { readonly parts: readonly Part[] }) {
  if (parts.length === 0) return <p class="empty">No worker has anything to do with it.</p>;
  return (
    <TableScroller label="Workers of this video">
      <table>
        <thead>
          <tr>
            <th scope="col">Worker</th>
            <th scope="col">Role</th>
            <th scope="col">State</th>
            <th scope="col">Has</th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          {parts.map(({ worker, role, state, bytes, complete, why }) => (
            <tr key={worker}>
              <th scope="row">
                <a href={linkTo('workers', worker)}>{worker}</a>
              </th>
              <td>{role}</td>
              <td>
                <StateMark state={state} />
              </td>
              <td>
                {bytes === undefined
                  ? state === 'unreachable'
                    ? 'not known'
                    : 'nothing'
                  : `${complete ? 'all' : 'part'}, ${formatBytes(bytes)}`}
              </td>
              <td class="long">{why}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroller>
  );
}
