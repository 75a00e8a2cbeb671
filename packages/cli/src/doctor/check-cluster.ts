import { type AdminClient, ApiError, type Cluster } from '@understudy/client';
import { isUnderstudyError } from '@understudy/errors';
import { openAdminClient } from '../admin/admin-client.js';
import { messageOf } from '../messages.js';
import { ago } from '../show/ago.js';
import { type Finding, fail, ok, warn } from './finding.js';

/** Leases and memberships are by the metadata store's clock; logs and certificates by the machines'. */
const clockToleranceMs = 2_000;

/**
 * What the console says of a cluster that runs. `generator` is that of a worker here. Without a cluster there is nothing to say.
 */
export async function checkCluster(
  env: NodeJS.ProcessEnv,
  generator: string | undefined,
): Promise<readonly Finding[]> {
  let admin: AdminClient;
  let cluster: Cluster;
  try {
    admin = await openAdminClient(env);
    cluster = await admin.get('/admin/cluster');
  } catch (error) {
    return isUnderstudyError(error, 'not_found')
      ? [ok('cluster', 'none runs here')]
      : [fail('cluster', whyUnknown(error))];
  }
  return [
    metadataOf(cluster),
    workersOf(cluster),
    // Of none there is nothing more to say.
    ...(cluster.workers.length === 0 ? [] : [zonesOf(cluster), generatorsOf(cluster, generator)]),
    // Where the metadata store is away, a console that was started since knows none.
    ...(cluster.metadata === 'away' ? [] : [routersOf(cluster)]),
    ...catalogOf(cluster),
    clockOf(await readClockDifferenceMs(admin)),
  ];
}

/** What keeps the console from saying anything, and what to do. */
function whyUnknown(error: unknown): string {
  if (!(error instanceof ApiError)) return messageOf(error);
  switch (error.code) {
    case 'unreachable':
    case 'too_slow':
      return `${error.message}: start it, or see the end of its log`;
    case 'metadata_unavailable':
      return 'the metadata store has not answered the console since that was started: see its UNDERSTUDY_METADATA_URL';
    default:
      return error.message;
  }
}

function metadataOf({ metadata }: Cluster): Finding {
  return metadata === 'reachable'
    ? ok('cluster', 'the console answers, and has its metadata store')
    : fail('cluster', `the metadata store is ${metadata} for the console: nothing can be created`);
}

/** A console of before says nothing of those that were lost. */
function workersOf({ workers, lost = [] }: Cluster): Finding {
  const gone = workers.filter(({ state }) => state === 'unreachable').map(({ id }) => id);
  const active = workers.filter(({ state }) => state === 'active').length;
  const faults = [
    ...(gone.length > 0 ? [cannotBeReached(gone)] : []),
    ...(lost.length > 0
      ? [
          `${lost.map(({ id, atMs }) => `${id} was lost ${ago(atMs)}`).join(', ')}: start it again; one that is gone for good is told of for an hour`,
        ]
      : []),
    ...(active === 0 ? ['none is active: start some'] : []),
  ];
  if (faults.length > 0) return fail('workers', faults.join('; '));
  if (active === 1) return warn('workers', 'only one is active: no video has a second copy; start another');
  return ok('workers', `${active} are active`);
}

function routersOf({ routers }: Cluster): Finding {
  const gone = routers.filter(({ state }) => state === 'unreachable').map(({ id }) => id);
  const unready = routers.filter(({ state }) => state === 'not ready').map(({ id }) => id);
  // A console of before says nothing of their state.
  const serving = routers.filter(({ state = 'active' }) => state === 'active').length;
  if (routers.length === 0)
    return fail('routers', 'none is known: start one, or set UNDERSTUDY_ADVERTISED_URL of those that run');
  if (gone.length > 0) return fail('routers', cannotBeReached(gone));
  if (unready.length > 0)
    return fail('routers', `${unready.join(', ')} could serve nobody: see what their logs say last`);
  if (serving === 0) return fail('routers', 'all of them drain: nobody can begin to play; start one');
  return ok('routers', serving === 1 ? '1 is active' : `${serving} are active`);
}

/** As the routers see it; nothing where none of them tells. */
function catalogOf({ routers }: Cluster): readonly Finding[] {
  const told = routers.filter(({ catalog }) => catalog !== undefined);
  const without = told.filter(({ catalog }) => catalog === 'unreachable').map(({ id }) => id);
  if (told.length === 0) return [];
  return without.length === 0
    ? [ok('catalog', 'answers all routers')]
    : [
        fail(
          'catalog',
          `does not answer ${without.join(', ')}: start it, or see their UNDERSTUDY_CATALOG_URL`,
        ),
      ];
}

function cannotBeReached(ids: readonly string[]): string {
  return `${ids.join(', ')} cannot be reached: start them, or look at the network`;
}

function zonesOf({ workers }: Cluster): Finding {
  const zones = new Set(workers.map(({ zone }) => zone));
  return zones.size > 1
    ? ok('zones', `${zones.size}: a replica is in another than its master`)
    : warn('zones', 'all workers are in one: set UNDERSTUDY_ZONE where they can fail together');
}

function generatorsOf({ workers }: Cluster, generator: string | undefined): Finding {
  const all = new Set(workers.flatMap(({ generators }) => generators));
  if (all.size > 1)
    return warn(
      'versions',
      `workers have ${all.size} generators: each is a pool of its own; end a deploy that was begun`,
    );
  if (generator !== undefined && all.size === 1 && !all.has(generator))
    return warn(
      'versions',
      'a worker on this machine would have another generator than the cluster: use the same image',
    );
  return ok('versions', 'all workers have one generator');
}

/** How far this machine's clock is from the console's `Date` (RFC 9110 section 6.6.1), which is in whole seconds; undefined where it tells none. */
async function readClockDifferenceMs(admin: AdminClient): Promise<number | undefined> {
  const { headers, body } = await admin.open('/healthz');
  const nowMs = Date.now();
  await body?.cancel();
  const date = headers.get('date');
  return date === null ? undefined : Math.abs(nowMs - Date.parse(date));
}

function clockOf(differenceMs: number | undefined): Finding {
  if (differenceMs === undefined) return warn('clock', 'the console does not tell its time');
  return differenceMs > clockToleranceMs + 1_000
    ? warn('clock', `${Math.round(differenceMs / 1_000)} s away from the console's: set it by NTP`)
    : ok('clock', "as the console's");
}
