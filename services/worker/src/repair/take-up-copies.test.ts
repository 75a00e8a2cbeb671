import { mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { counted, fileOf } from '../testing/damage.js';
import { ScriptedGenerator, scriptedVideo } from '../testing/scripted-generator.js';
import { TestCluster, type TestWorker } from '../testing/test-cluster.js';
import { until } from '../testing/until.js';

const alone = { UNDERSTUDY_SCRUB_PERIOD_S: '0', UNDERSTUDY_REPLICATION: 'never' };
const video = scriptedVideo(3);

let cluster: TestCluster;
beforeEach(async () => {
  cluster = await TestCluster.open();
});
afterEach(() => cluster.close());

const isComplete = ({ context }: TestWorker, contentId: bigint) =>
  context.store.get(contentId)?.isComplete() === true;
const rewritten = (worker: TestWorker) => counted(worker, 'understudy_scrub_findings_total');

/** A worker that made a video and ended; `harm` does something to the directory of its copy. */
async function harmed(harm: (description: string) => Promise<unknown>) {
  const first = await cluster.start('a', alone);
  const contentId = await cluster.describe('harmed', 3);
  await cluster.get(first.url, contentId, 'video.mp4');
  const directory = dirname(fileOf(first, contentId, 0));
  await first.crash();
  const description = join(directory, 'description.json');
  const before = await readFile(description, 'utf8');
  await harm(description);
  return { contentId, directory, description, before };
}

const harms: [string, (description: string) => Promise<unknown>][] = [
  ['is gone', (path) => rm(path)],
  ['is cut', (path) => truncate(path, 20)],
  ['is empty', (path) => truncate(path, 0)],
  [
    'says something else',
    async (path) => writeFile(path, (await readFile(path, 'utf8')).replace('harmed', 'hurmed')),
  ],
];

test.each(harms)(
  'a copy whose description %s is taken up again: nothing is made or copied',
  async (_, harm) => {
    const { contentId, directory, description, before } = await harmed(harm);
    const a = await cluster.start('a', alone);
    await until('its description is written', async () => (await rewritten(a)) === 1);
    expect(isComplete(a, contentId)).toBe(true);
    expect(await readFile(description, 'utf8')).toBe(before);
    expect(a.context.store.foreign.size).toBe(0);
    expect(a.context.store.usedBytes()).toBe(video.length);
    const holders = cluster.store.readHolders(a.context.store.get(contentId)?.artifactId as string);
    expect(await holders).toMatchObject([{ worker: 'a', complete: true }]);
    expect((await cluster.get(a.url, contentId, 'video.mp4')).body.equals(video)).toBe(true);
    expect(a.generator.runs).toEqual([]);
    await a.crash();
    const again = await cluster.start('a', alone);
    expect(isComplete(again, contentId)).toBe(true);
    expect((await readdir(directory)).length).toBe(5);
  },
);

test('with the store away it is taken up with what another worker says that it is', async () => {
  const { contentId, before } = await harmed((path) => rm(path));
  cluster.store.away = true;
  const a = await cluster.start('a', alone);
  expect(a.context.store.foreign.size).toBe(1);
  expect(a.context.productionOf(contentId, before).artifact.isComplete()).toBe(true);
  await until('its description is written', async () => (await rewritten(a)) === 1);
  expect(a.context.store.usedBytes()).toBe(video.length);
});

test('what is damaged in it as well is made whole', async () => {
  const { contentId } = await harmed(async (path) => {
    await rm(path);
    const [piece] = (await readdir(dirname(path))).filter((name) => name.startsWith('1.'));
    await truncate(join(dirname(path), piece as string), 3_000);
  });
  const a = await cluster.start('a', alone);
  await until('it is complete', () => isComplete(a, contentId));
  expect(a.generator.runs).toEqual([1]);
});

test('a copy of another generator stays as it is', async () => {
  const { contentId } = await harmed(async () => undefined);
  const a = await cluster.start('a', alone, new ScriptedGenerator({ fingerprint: 'e'.repeat(64) }));
  const copies = [...a.context.store.foreign.values()];
  expect(copies).toMatchObject([{ contentId, bytes: video.length }]);
  expect((await cluster.get(a.url, contentId, 'video.mp4')).body.equals(video)).toBe(true);
  expect(a.generator.runs).toEqual([0, 1, 2]);
  expect([...a.context.store.foreign.values()]).toEqual(copies);
  expect(await rewritten(a)).toBe(0);
});

test('what no worker put among the copies is told, and keeps none from starting', async () => {
  const { directory } = await harmed(async (description) => {
    await rm(description);
    await mkdir(description);
    await mkdir(join(dirname(description), '.snapshot'));
  });
  await writeFile(join(dirname(directory), `2-${'0'.repeat(32)}`), 'mine');
  const a = await cluster.start('a', alone);
  expect(await counted(a, 'understudy_strangers')).toBe(3);
  await until('its description is written', async () => (await rewritten(a)) === 1);
});
