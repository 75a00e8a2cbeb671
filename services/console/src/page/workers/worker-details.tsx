import type { Member, Ring } from '@understudy/client';
import { count, formatAge, formatBytes, formatShare } from '../parts/format.js';
import { Panel } from '../parts/panel.js';
import { linkTo } from '../place.js';

interface WorkerDetailsProps {
  readonly worker: Member;
  readonly epoch: number;
  readonly ring: Ring | undefined;
  readonly nowMs: number;
}

/** What the table has no room for. */
export function WorkerDetails({ worker, epoch, ring, nowMs }: WorkerDetailsProps) {
  const { id, url, pid, capacity, warmth, generators, settledEpoch, replication, scrub } = worker;
  const share = ring?.pools.flatMap(({ workers }) => workers).find((each) => each.id === id);
  const pass = scrub?.pass;
  const rows: readonly [string, string][] = [
    ['Address', `${url}, process ${pid}`],
    ['Capacity', warmth < 1 ? `${capacity}, warming up: ${formatShare(warmth)} of it` : String(capacity)],
    [
      'Share of the ring',
      share === undefined || ring === undefined
        ? 'on no ring that is known'
        : `master of ${formatShare(share.master / ring.slots)}, replica of ${formatShare(share.replica / ring.slots)}`,
    ],
    ['Generators', generators.length === 0 ? 'none' : generators.join(', ')],
    ['Replication', replication === undefined ? notSaid : `${replication.policy}, by ${replication.by}`],
    ['Its replicas', lagText(worker.replicationLag)],
    ['Copies', copiesText(settledEpoch, epoch)],
    [
      'Reading of all that it has',
      scrub === undefined
        ? notSaid
        : pass === undefined
          ? 'not begun yet'
          : `${pass.endedAtMs === undefined ? 'goes on' : `ended ${formatAge(nowMs - pass.endedAtMs)} ago`}: ${formatBytes(pass.bytes)}, ${pass.findings} damaged, ${pass.failed} not replaced`,
    ],
  ];
  return (
    <Panel
      title={`Worker ${id}`}
      note={<a href={linkTo('events', undefined, { find: `worker ${id}` })}>its events</a>}
    >
      <dl>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

const notSaid = 'not known: it does not answer';

function lagText(lag: Member['replicationLag']): string {
  if (lag === undefined) return notSaid;
  if (lag.videos === 0) return 'have all that it has';
  return `lack ${formatBytes(lag.bytes)} of ${count(lag.videos, 'video')}, for ${formatAge(lag.ms)} at most`;
}

function copiesText(settledEpoch: number | undefined, epoch: number): string {
  if (settledEpoch === undefined) return notSaid;
  if (settledEpoch >= epoch) return `where they belong, as of epoch ${settledEpoch}`;
  return `being looked through; where they belonged as of epoch ${settledEpoch}, and it is epoch ${epoch}`;
}
