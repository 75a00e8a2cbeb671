import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../cluster/until.js';
import { createVideo, smallVideo } from '../cluster/videos.js';
import { Stage, whySkipped } from './stage.js';
import { play, untilEnded, untilPosition } from './viewing.js';

let stage: Stage;
beforeAll(async () => {
  if (whySkipped !== undefined) return;
  stage = await Stage.open({ routers: 2, env: { UNDERSTUDY_PLAYBACK: 'signed' } });
});
afterAll(() => stage?.close());

const post = async (url: string, key: string, body: object) => {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  return (await answer.json()) as { token: string };
};
const tokenFor = (id: string) =>
  post(`${stage.cluster.routers[0]?.url}/v1/videos/${id}/tokens`, stage.cluster.apiKey, {});

test.skipIf(whySkipped !== undefined)(
  'the watch page plays by the token in its own address, with pictures on its seek bar',
  async () => {
    const { id, mp4 } = await createVideo(stage.cluster, smallVideo('signed, watched'));
    const { token } = await tokenFor(id);
    const page = await stage.openWindow();
    const refused: string[] = [];
    const asked: string[] = [];
    page.on('response', (answer) => {
      const { pathname } = new URL(answer.url());
      asked.push(pathname);
      if (answer.status() >= 400 && pathname.startsWith('/v/'))
        refused.push(`${answer.status()} ${pathname}`);
    });
    await page.goto(new URL(`/watch/${id}?token=${token}`, mp4).href);
    await page.evaluate(() => void document.querySelector('video')?.play());
    await untilPosition(page, 2);
    await page.hover('media-time-range');
    await until('the storyboard is shown', async () => asked.some((path) => path.includes('/storyboard/')));
    expect(refused).toEqual([]);
    expect(asked.some((path) => /\/s\/[^/]+\/0\.m4s$/.test(path))).toBe(true);
    await page.close();
  },
);

test.skipIf(whySkipped !== undefined)(
  'a player whose grant is not good any more has another by its token, and plays on, also at another router',
  async () => {
    const { cluster } = stage;
    const { id } = await createVideo(cluster, smallVideo('signed, and granted anew', 30));
    const page = await stage.openPage();
    const statuses: string[] = [];
    page.on('response', (answer) => {
      const [, grant] = /\/s\/([^/]+)\//.exec(answer.url()) ?? [];
      if (grant !== undefined) statuses.push(`${answer.status()} ${grant}`);
    });
    const issuedS = Math.floor(Date.now() / 1_000);
    const { token } = await tokenFor(id);
    const origins = cluster.routers.map(({ url }) => url);
    await play(page, { player: { id, origins, token, hls: { maxBufferLength: 5, maxBufferSize: 1 } } });
    await untilPosition(page, 4);
    const [first] = statuses;
    // The token was issued in that second, the grant says the beginning of its step.
    await post(`${cluster.console.url}/admin/revocations`, cluster.adminKey, {
      ...{ kind: 'before', value: String(issuedS) },
    });
    await untilPosition(page, 12);
    cluster.routers[0]?.kill('SIGKILL');
    const viewing = await untilEnded(page);
    expect({ ended: viewing.ended, troubles: viewing.troubles }).toEqual({ ended: true, troubles: [] });
    expect(statuses.some((status) => status.startsWith('403'))).toBe(true);
    expect(statuses.at(-1)).toMatch(/^20/);
    expect(statuses.at(-1)).not.toBe(first);
    await page.close();
  },
);
