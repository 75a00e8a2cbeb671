import type { AdminClient, InspectedVideo, VideoCopy } from '@understudy/client';
import { useState } from 'preact/hooks';
import type { Live } from '../live.js';
import { ChangeButton } from '../parts/change-button.js';
import { formatBytes, formatGenerator } from '../parts/format.js';
import { PolledPanel } from '../parts/panel.js';
import { TableScroller } from '../parts/table-scroller.js';
import { usePoll } from '../parts/use-poll.js';
import { linkTo } from '../place.js';
import { DeleteDialog } from './delete-dialog.js';
import { EvictDialog } from './evict-dialog.js';
import { Preview } from './preview.js';
import { RegenerateDialog } from './regenerate-dialog.js';
import { SegmentStrip } from './segment-strip.js';

/** Every worker is asked which segments it has: a segment is seldom made faster. */
const videoEveryMs = 1_000;

const readVideo = (api: AdminClient, id: string) => api.get('/admin/videos/{id}', { path: { id } });

interface VideoPanelProps {
  readonly live: Live;
  readonly video: string;
  readonly nowMs: number;
}

/** What a video is, how far it is and who has it; and what an operator can do with it. */
export function VideoPanel({ live, video, nowMs }: VideoPanelProps) {
  const polled = usePoll(live.api, video, readVideo, videoEveryMs);
  const [asked, setAsked] = useState<'evict' | 'regenerate' | 'delete'>();
  const { workers = [], publicUrl } = live.shownCluster.answer ?? {};
  const close = () => setAsked(undefined);
  return (
    <>
      <PolledPanel title="Video" polled={polled} nowMs={nowMs}>
        {(answer) => (
          <>
            <Facts answer={answer} />
            <CopiesTable answer={answer} />
            <p class="buttons">
              {publicUrl && (
                <a href={`${publicUrl}/watch/${video}`} target="_blank" rel="noreferrer">
                  Watch it
                </a>
              )}
              <a href={linkTo('events', undefined, { find: video })}>Its events</a>
              <ChangeButton onClick={() => setAsked('evict')}>Evict copies …</ChangeButton>
              <ChangeButton class="danger" onClick={() => setAsked('regenerate')}>
                Regenerate …
              </ChangeButton>
              <ChangeButton class="danger" onClick={() => setAsked('delete')}>
                Delete …
              </ChangeButton>
            </p>
            <Preview key={video} video={video} publicUrl={publicUrl ?? null} />
            <details class="description">
              <summary>Description</summary>
              <TableScroller label="Description" tall>
                <pre>
                  {answer.description === null
                    ? 'What is stored is no JSON object: the video can only be deleted.'
                    : JSON.stringify(answer.description, null, 2)}
                </pre>
              </TableScroller>
            </details>
          </>
        )}
      </PolledPanel>
      {asked === 'evict' && (
        <EvictDialog api={live.api} video={video} workers={workers.map(({ id }) => id)} onClose={close} />
      )}
      {asked === 'regenerate' && <RegenerateDialog api={live.api} video={video} onClose={close} />}
      {asked === 'delete' && <DeleteDialog api={live.api} video={video} onClose={close} />}
    </>
  );
}

function Facts({ answer }: { readonly answer: InspectedVideo }) {
  const { id, title, generator, state, sealedSegments, totalSegments, archived, copies, silent } = answer;
  const segments =
    totalSegments === null ? nothingOf(silent) : `${sealedSegments} of ${totalSegments} segments`;
  return (
    <>
      <h3 class="title">{title ?? 'A description that is not readable'}</h3>
      <dl>
        <div>
          <dt>ID</dt>
          <dd>
            <code>{id}</code>
          </dd>
        </div>
        <div>
          <dt>State</dt>
          <dd data-video-state={state}>
            {state}, {segments}
          </dd>
        </div>
        <div>
          <dt>Made by</dt>
          <dd>{generator === null ? 'no worker that is there' : formatGenerator(generator)}</dd>
        </div>
        <div>
          <dt>Archived</dt>
          <dd>{archived}</dd>
        </div>
      </dl>
      {silent.length > 0 && (
        <p class="failure">
          {silent.join(', ')} {silent.length === 1 ? 'does' : 'do'} not say what is there.
        </p>
      )}
      <SegmentStrip label={`Made: ${segments}`} total={totalSegments} copies={ofOneArtifact(copies)} />
    </>
  );
}

/** Of those that do not answer it is not known. */
function nothingOf(silent: readonly string[]): string {
  return silent.length === 0 ? 'nobody has any' : 'none of those that answer has any';
}

/** Copies that another generator made have other segments: those of the one that is ahead are drawn. */
function ofOneArtifact(copies: readonly VideoCopy[]): readonly VideoCopy[] {
  const size = ({ sealed }: VideoCopy) => sealed.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  const ahead = copies.reduce<VideoCopy | undefined>(
    (best, copy) => (best === undefined || size(copy) > size(best) ? copy : best),
    undefined,
  );
  return copies.filter(({ artifactId }) => artifactId === ahead?.artifactId);
}

function CopiesTable({ answer: { copies, totalSegments, silent } }: { readonly answer: InspectedVideo }) {
  if (copies.length === 0)
    return (
      <p class="empty">
        {silent.length === 0
          ? 'No worker has anything of it: it is made when somebody plays it.'
          : 'None of the workers that answer has anything of it.'}
      </p>
    );
  return (
    <TableScroller label="Copies">
      <table class="copies">
        <thead>
          <tr>
            <th scope="col">Worker</th>
            <th scope="col">Segments</th>
            <th scope="col">Bytes</th>
            <th scope="col">Does</th>
          </tr>
        </thead>
        <tbody>
          {copies.map((copy) => (
            <tr key={copy.worker}>
              <th scope="row">
                <a href={linkTo('workers', copy.worker)}>{copy.worker}</a>
              </th>
              <td class="segments">
                <SegmentStrip label={`What ${copy.worker} has`} total={totalSegments} copies={[copy]} />
              </td>
              <td class="number">{formatBytes(copy.bytes)}</td>
              <td>{copy.generating ? 'makes it' : copy.complete ? 'has all of it' : 'has a part'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroller>
  );
}
