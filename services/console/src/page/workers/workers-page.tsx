import { useState } from 'preact/hooks';
import { sentenceOf } from '../api/console-api.js';
import type { Live } from '../live.js';
import { formatAge } from '../parts/format.js';
import { Panel, PolledPanel } from '../parts/panel.js';
import { linkTo, type Place } from '../place.js';
import { DrainDialog } from './drain-dialog.js';
import { WorkerDetails } from './worker-details.js';
import { WorkerTable } from './worker-table.js';

interface WorkersPageProps {
  readonly live: Live;
  readonly place: Place;
  readonly nowMs: number;
}

export function WorkersPage({ live, place, nowMs }: WorkersPageProps) {
  const { cluster, shownCluster, ring, departed, api } = live;
  const [draining, setDraining] = useState<string>();
  const [said, setSaid] = useState('');
  const told = (text: string) => {
    setSaid(text);
    cluster.refresh();
  };
  const activate = (id: string) =>
    api.post('/admin/workers/{id}/activate', { path: { id } }).then(
      () => told(`${id} is active again.`),
      (error: unknown) => told(`${id} was not activated: ${sentenceOf(error)}`),
    );
  const { answer } = shownCluster;
  const chosen = answer?.workers.find(({ id }) => id === place.subject);
  return (
    <>
      <PolledPanel title="Members" polled={shownCluster} nowMs={nowMs}>
        {({ workers }) => (
          <WorkerTable
            workers={workers}
            chosen={place.subject}
            onDrain={setDraining}
            onActivate={(id) => void activate(id)}
          />
        )}
      </PolledPanel>
      <p role="status">{said}</p>
      {chosen !== undefined && answer !== undefined && (
        <WorkerDetails worker={chosen} epoch={answer.epoch} ring={ring.now.answer} nowMs={nowMs} />
      )}
      {place.subject !== undefined && answer !== undefined && chosen === undefined && (
        <Panel title={`Worker ${place.subject}`}>
          <p class="failure">It is no member.</p>
        </Panel>
      )}
      <Panel title="Left since this page was opened, or lost within an hour">
        {departed.list.length === 0 && <p class="empty">None.</p>}
        <ul>
          {departed.list.map(({ id, inOrder, atMs }) => (
            <li key={id}>
              <a href={linkTo('events', undefined, { find: `worker ${id}` })}>{id}</a>{' '}
              {inOrder ? 'left in good order' : <strong class="failure">was lost</strong>}{' '}
              {formatAge(nowMs - atMs)} ago
            </li>
          ))}
        </ul>
      </Panel>
      {draining !== undefined && (
        <DrainDialog
          api={api}
          worker={draining}
          onClose={(what) => {
            setDraining(undefined);
            if (what !== undefined) told(what);
          }}
        />
      )}
    </>
  );
}
