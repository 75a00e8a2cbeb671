import { randomBytes } from 'node:crypto';
import { type RedisServer, startRedisServer } from '@understudy/metadata-store/testing';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../cluster/until.js';
import { createVideo, noiseVideo } from '../cluster/videos.js';
import { pictureFrom, seek } from './first-picture.js';
import { Stage, whySkipped } from './stage.js';
import { type Playing, play, untilEnded, untilPosition } from './viewing.js';

const seconds = 24;
const stopsAtS = 14;

let redis: RedisServer;
let stage: Stage;
let noise: (title: string) => object;
beforeAll(async () => {
  if (whySkipped !== undefined) return;
  redis = await startRedisServer();
  stage = await Stage.open({ routers: 2, metadataUrl: redis.url });
  noise = await noiseVideo(stage.cluster.dataDir, seconds);
});
afterAll(async () => {
  await stage?.close();
  await redis?.stop();
});

const newSession = () => randomBytes(16).toString('base64url');
const positionOf = (page: Page) => page.evaluate(() => document.querySelector('video')?.currentTime ?? 0);

/** What a router says of a session. */
async function saved(router: string, session: string) {
  const answer = await fetch(`${router}/v1/sessions/${session}`);
  return answer.status === 200 ? ((await answer.json()) as { video: string; position: number }) : undefined;
}

/** From where on it plays. A browser alone may show the very first picture before it goes there. */
async function firstPictureS(page: Page, playing: Playing): Promise<number> {
  const shown = pictureFrom(page, 0.2);
  await play(page, playing);
  return (await shown).mediaTimeS;
}

/** What players have told the second router of themselves. */
async function toldByPlayers(): Promise<string> {
  const metrics = await (await fetch(`${stage.cluster.routers[1]?.adminUrl}/metrics`)).text();
  return metrics
    .split('\n')
    .filter((line) => line.startsWith('understudy_player_'))
    .join('\n');
}

for (const technique of ['hls.js', 'progressive'] as const) {
  test.skipIf(whySkipped !== undefined)(
    `a session that stopped goes on where it was, by another router, with ${technique}`,
    async () => {
      const [here, there] = stage.cluster.routers.map(({ url }) => url) as [string, string];
      const { id, mp4 } = await createVideo(stage.cluster, noise(`resumed with ${technique}`));
      // What has no length yet cannot be begun in its middle.
      await fetch(mp4).then((answer) => answer.arrayBuffer());
      const session = newSession();

      const page = await stage.openPage();
      await play(page, { player: { id, origins: [here], session, technique } });
      await untilPosition(page, 1);
      await seek(page, stopsAtS);
      await untilPosition(page, stopsAtS + 1);
      const leftAtS = await positionOf(page);
      // The tab is closed: nothing is told beforehand.
      await page.close({ runBeforeUnload: true });
      await until('it is saved', async () => ((await saved(there, session))?.position ?? 0) >= leftAtS - 0.1);

      const later = await stage.openPage();
      const beganAtS = await firstPictureS(later, { player: { id, origins: [there], session, technique } });
      const { position } = (await saved(there, session)) as { position: number };
      console.info(
        `${technique}: left at ${leftAtS.toFixed(2)} s or a little later, kept ${position} s, went on at ${beganAtS.toFixed(2)} s`,
      );
      expect(Math.abs(beganAtS - position)).toBeLessThan(0.5);
      await untilEnded(later);
      // Who has seen it to its end sees it from its beginning.
      await until('its end is saved', async () => (await saved(here, session))?.position === 0);
      await later.close();
      // And how it went was counted by whoever played it.
      expect(await toldByPlayers()).toMatch(/understudy_player_requests_total\{state="starting"\} [1-9]/);
    },
  );
}

test.skipIf(whySkipped !== undefined)(
  'with the metadata store killed nothing is saved, and nobody who plays notices',
  async () => {
    const [here] = stage.cluster.routers.map(({ url }) => url) as [string];
    const { id, mp4 } = await createVideo(stage.cluster, noise('played while the store is away'));
    await fetch(mp4).then((answer) => answer.arrayBuffer());
    const session = newSession();
    const page = await stage.openPage();
    await play(page, { player: { id, origins: [here], session, hls: { maxBufferLength: 5 } } });
    await untilPosition(page, 2);
    await redis.kill();
    expect(await untilEnded(page)).toMatchObject({ ended: true, troubles: [], told: [] });
    await page.close();

    // One that begins meanwhile begins at the beginning.
    const later = await stage.openPage();
    expect(await firstPictureS(later, { player: { id, origins: [here], session } })).toBeLessThan(0.5);
    await untilPosition(later, 1);
    await later.close();
    await redis.restart();
  },
);
