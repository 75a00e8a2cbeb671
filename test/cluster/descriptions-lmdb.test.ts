import { onTestFinished, test } from 'vitest';
import { describeThroughCrashes, expectAllThere } from './acknowledged.js';
import { startCatalog } from './catalog-process.js';
import { isShort } from './short-form.js';

const kills = isShort ? 5 : 20;
const descriptions = 50 * kills;

test(`${descriptions} descriptions through ${kills} SIGKILLs of the catalog over LMDB: every acknowledged one is there`, async () => {
  const catalog = await startCatalog('lmdb:');
  onTestFinished(() => catalog.stop());
  const crash = async () => {
    await catalog.kill();
    await catalog.restart();
  };
  const acknowledged = await describeThroughCrashes(catalog, descriptions, { times: kills, seed: 32, crash });
  await crash();
  await expectAllThere(catalog, acknowledged);
});
