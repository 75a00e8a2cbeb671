import type { Member } from '@understudy/client';
import { ChangeButton } from '../parts/change-button.js';
import { formatBytes, formatGenerator } from '../parts/format.js';
import { StateMark } from '../parts/state-mark.js';
import { TableScroller } from '../parts/table-scroller.js';
import { linkTo } from '../place.js';

interface WorkerTableProps {
  readonly workers: readonly Member[];
  readonly chosen: string | undefined;
  readonly onDrain: (id: string) => void;
  readonly onActivate: (id: string) => void;
}

export function WorkerTable({ workers, chosen, onDrain, onActivate }: WorkerTableProps) {
  if (workers.length === 0) return <p class="empty">No worker is a member.</p>;
  return (
    <TableScroller label="Workers">
      <table>
        <thead>
          <tr>
            <th scope="col">Worker</th>
            <th scope="col">State</th>
            <th scope="col">Zone</th>
            <th scope="col">Generator</th>
            <th scope="col">Disk</th>
            <th scope="col" class="number">
              Copies
            </th>
            <th scope="col" class="number">
              Bytes
            </th>
            <th scope="col" class="number">
              Streams
            </th>
            <th scope="col" class="number">
              Generating
            </th>
            <th scope="col" class="number">
              Pending moves
            </th>
            <th scope="col">
              <span class="hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {workers.map((worker) => (
            <tr key={worker.id} class={worker.id === chosen ? 'chosen' : undefined} data-worker={worker.id}>
              <th scope="row">
                <a href={linkTo('workers', worker.id)}>{worker.id}</a>
              </th>
              <td>
                <StateMark state={worker.state} />
              </td>
              <td>{worker.zone}</td>
              <td class="generators">{worker.generators.map(formatGenerator).join(', ')}</td>
              <td class={worker.storage === 'ok' ? undefined : 'failure'}>{worker.storage ?? unknown}</td>
              <td class="number">{worker.artifacts ?? unknown}</td>
              <td class="number">{worker.bytes === undefined ? unknown : formatBytes(worker.bytes)}</td>
              <td class="number">{worker.streams ?? unknown}</td>
              <td class="number">{worker.generating ?? unknown}</td>
              <td class="number">{worker.pendingMoves ?? unknown}</td>
              <td>
                <ChangeButton onClick={() => onDrain(worker.id)} disabled={worker.state !== 'active'}>
                  Drain<span class="hidden"> {worker.id}</span> …
                </ChangeButton>{' '}
                <ChangeButton onClick={() => onActivate(worker.id)} disabled={worker.state === 'active'}>
                  Activate<span class="hidden"> {worker.id}</span>
                </ChangeButton>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroller>
  );
}

/** It does not answer. */
const unknown = '?';
