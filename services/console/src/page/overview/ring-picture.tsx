import type { Member, Ring } from '@understudy/client';
import { formatShare } from '../parts/format.js';
import { linkTo } from '../place.js';
import { arcPath, pointAt, type WorkerArc, withGap, workerArcs, zoneArcs } from './ring-geometry.js';

const radius = 100;
const width = 34;
const zoneRadius = 127;
/** Inside the ring, where a video's master and replica are marked. */
const markRadius = 75;
const markNameRadius = 56;
const gap = 0.004;
/** A smaller share has no room for its name. */
const leastNamed = 0.02;

interface RingPictureProps {
  readonly pool: Ring['pools'][number];
  readonly slots: number;
  readonly epoch: number;
  /** What the workers say now: the ring itself does not know who answers. */
  readonly workers: readonly Member[];
  /** A video's place, where it has one on this ring. */
  readonly mark: RingMark | undefined;
}

interface RingMark {
  readonly slot: number;
  readonly master: string | null;
  readonly replica: string | null;
}

/** A pool's ring: every worker's share of the slots, its state, and around them their zones. */
export function RingPicture({ pool, slots, epoch, workers, mark }: RingPictureProps) {
  const arcs = workerArcs(pool.workers, slots);
  const stateOf = ({ worker }: WorkerArc) => workers.find(({ id }) => id === worker.id)?.state ?? 'gone';
  const roleOf = (id: string) =>
    id === mark?.master ? ', master of the video' : id === mark?.replica ? ', its replica' : '';
  const said = arcs
    .map((arc) => `${arc.worker.id}: ${formatShare(arc.share)}, ${stateOf(arc)}${roleOf(arc.worker.id)}`)
    .join('; ');
  return (
    <svg class="ring" viewBox="-150 -150 300 300" aria-label={`Ring of pool ${pool.pool}. ${said}`}>
      {arcs
        .filter(({ share }) => share > 0)
        .map((arc) => (
          <a
            key={arc.worker.id}
            href={linkTo('workers', arc.worker.id)}
            aria-label={`Worker ${arc.worker.id}`}
          >
            <title>{`${arc.worker.id}, zone ${arc.worker.zone}: ${formatShare(arc.share)}, ${stateOf(arc)}`}</title>
            <path
              class={`arc ${stateOf(arc)}`}
              data-worker={arc.worker.id}
              d={arcPath(withGap(arc, gap), radius)}
              stroke-width={width}
            />
            {arc.share >= leastNamed && <ArcName arc={arc} state={stateOf(arc)} />}
          </a>
        ))}
      {zoneArcs(arcs).map((arc) => {
        const { x, y } = pointAt((arc.from + arc.to) / 2, zoneRadius + 11);
        return (
          <g key={`${arc.zone} ${arc.from}`} class="zone">
            <path d={arcPath(withGap(arc, gap), zoneRadius)} />
            <text x={x} y={y}>
              {arc.zone}
            </text>
          </g>
        );
      })}
      {mark !== undefined && (
        <>
          <Mark kind="replica" worker={mark.replica} arcs={arcs} />
          <Mark kind="master" worker={mark.master} arcs={arcs} />
        </>
      )}
      {mark === undefined ? (
        <Middle
          large={`${pool.workers.length} ${pool.workers.length === 1 ? 'worker' : 'workers'}`}
          small={`epoch ${epoch}`}
        />
      ) : (
        <Middle large={String(mark.slot)} small="slot" />
      )}
    </svg>
  );
}

/** Between the names of marks there is room for a number. */
function Middle({ large, small }: { readonly large: string; readonly small: string }) {
  return (
    <>
      <text class="middle" y="-6">
        {large}
      </text>
      <text class="middle small" y="14">
        {small}
      </text>
    </>
  );
}

interface MarkProps {
  readonly kind: 'master' | 'replica';
  readonly worker: string | null;
  readonly arcs: readonly WorkerArc[];
}

/** A line along the inside of a worker's arc, and what it is. */
function Mark({ kind, worker, arcs }: MarkProps) {
  const arc = arcs.find((each) => each.worker.id === worker);
  if (arc === undefined || arc.share === 0) return null;
  const { x, y } = pointAt((arc.from + arc.to) / 2, markNameRadius);
  return (
    <g class={`mark ${kind}`} data-mark={kind} data-worker={worker}>
      <path d={arcPath(withGap(arc, gap), markRadius)} />
      <text x={x} y={y}>
        {kind}
      </text>
    </g>
  );
}

function ArcName({ arc, state }: { readonly arc: WorkerArc; readonly state: string }) {
  const { x, y } = pointAt((arc.from + arc.to) / 2, radius);
  return (
    <text class={`name ${state}`} x={x} y={y}>
      {arc.worker.id}
    </text>
  );
}
