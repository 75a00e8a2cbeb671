import type { Placement } from '@understudy/client';
import { readPlacement } from '../api/read-placement.js';
import type { Live } from '../live.js';
import { formatBytes } from '../parts/format.js';
import { PolledPanel } from '../parts/panel.js';
import { StateMark } from '../parts/state-mark.js';
import { TableScroller } from '../parts/table-scroller.js';
import { usePoll } from '../parts/use-poll.js';
import { linkTo } from '../place.js';
import { explainPlacement, type Part } from './explain-placement.js';

/** Every worker is asked what it has. */
const placementEveryMs = 2_000;

interface PlacementPanelProps {
  readonly live: Live;
  readonly video: string;
  readonly nowMs: number;
}

/** Where a video belongs, and why each worker has what it has. */
export function PlacementPanel({ live, video, nowMs }: PlacementPanelProps) {
  const placement = usePoll(live.api, video, readPlacement, placementEveryMs);
  const { workers = [] } = live.shownCluster.answer ?? {};
  return (
    <PolledPanel title="Where it is" polled={placement} nowMs={nowMs}>
      {(answer) => (
        <>
          <Way answer={answer} video={video} />
          {answer.silent.length > 0 && (
            <p class="failure">
              {answer.silent.join(', ')} {answer.silent.length === 1 ? 'does' : 'do'} not say what is there.
            </p>
          )}
          <PartsTable parts={explainPlacement(answer, workers)} />
        </>
      )}
    </PolledPanel>
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
          {parts.map(({ worker, role, state, bytes, unknown, complete, why }) => (
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
                  ? unknown
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
