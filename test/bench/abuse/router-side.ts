import { startCluster, type TestCluster, untilReplicated } from '../../cluster/start.js';
import { createVideo } from '../../cluster/videos.js';
import { cpuSeconds } from '../cpu.js';
import { playWhole } from './send.js';
import { attackersVideos, completeVideos, dearVideo, type Side, usualVideo } from './sides.js';

/** The dearest description that is allowed, in generation-seconds: more than ten times a usual one. */
const dearestS = 4;
/** What an operator of such a machine sets: `docs/abuse.md` says why. */
const operatorsEnv = {
  UNDERSTUDY_MAX_GENERATION_SECONDS: String(dearestS),
  UNDERSTUDY_KEY_BUDGET: String(dearestS),
  UNDERSTUDY_KEY_BUDGET_PER_S: '0.1',
  UNDERSTUDY_ADDRESS_BUDGET: String(dearestS),
  UNDERSTUDY_ADDRESS_BUDGET_PER_S: '0.1',
  UNDERSTUDY_ADDRESS_SHARE: '0.6',
};

/** Applications whose videos are watched, and those whose key somebody else has. */
const viewersKeys = 10;
const attackersKeys = 50;

/** Workers behind a router, as `npm start` puts them up. */
export async function startRouterSide(workers: number): Promise<Side> {
  const cluster = await startCluster({ workers, env: operatorsEnv });
  const keys = await Promise.all(
    Array.from({ length: viewersKeys + attackersKeys }, (_, index) =>
      createKey(cluster, `application ${index}`),
    ),
  );
  let described = 0;
  const describe = async (description: object) => {
    const apiKey = keys[described % viewersKeys] as string;
    described += 1;
    return (await createVideo({ ...cluster, apiKey }, description)).id;
  };
  const origin = cluster.routers[0]?.url as string;
  const port = Number(new URL(origin).port);
  const complete = await Promise.all(
    completeVideos.map(async (description, index) => {
      const id = await describe(description);
      await playWhole({ port }, id, `127.3.${index}.1`);
      await untilReplicated(cluster, id);
      return id;
    }),
  );
  return {
    door: {
      port,
      apiKeys: keys.slice(viewersKeys),
      complete: complete.slice(0, attackersVideos),
      dear: await dearestAllowed(origin, keys[0] as string),
      light: usualVideo('any'),
      stock: { dear: [], light: [] },
    },
    viewersVideos: complete.slice(attackersVideos),
    newVideo: (title) => describe(usualVideo(title)),
    cpuSeconds: () => cpuSeconds([...cluster.routers, cluster.catalog, ...cluster.workers]),
    dispose: () => cluster.dispose(),
  };
}

async function createKey(cluster: TestCluster, name: string): Promise<string> {
  const answer = await fetch(`${cluster.console.url}/admin/keys`, {
    method: 'POST',
    headers: { authorization: `Bearer ${cluster.adminKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name, scopes: ['create'] }),
  });
  if (answer.status !== 201) throw new Error(`a key: ${answer.status} ${await answer.text()}`);
  return ((await answer.json()) as { key: string }).key;
}

/** By asking for prices: a little below the limit, since they change with what runs teach. */
async function dearestAllowed(origin: string, apiKey: string): Promise<object> {
  for (let seconds = 10; seconds > 1; seconds -= 0.5) {
    const answer = await fetch(`${origin}/v1/videos?dry-run=1`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify(dearVideo('any', seconds)),
    });
    const { price } = (await answer.json()) as { price?: { generationSeconds: number } };
    if (price !== undefined && price.generationSeconds < 0.9 * dearestS) return dearVideo('any', seconds);
  }
  throw new Error(`nothing costs less than ${dearestS} generation-seconds`);
}
