import { onTestFinished, test } from 'vitest';
import { describeThroughCrashes, expectAllThere } from './acknowledged.js';
import { startCatalog } from './catalog-process.js';

test('1,000 descriptions through 20 SIGKILLs of the catalog over LMDB: every acknowledged one is there', async () => {
  const catalog = await startCatalog('lmdb:');
  onTestFinished(() => catalog.stop());
  const crash = async () => {
    await catalog.kill();
    await catalog.restart();
  };
  const acknowledged = await describeThroughCrashes(catalog, 1000, { times: 20, seed: 32, crash });
  await crash();
  await expectAllThere(catalog, acknowledged);
});
