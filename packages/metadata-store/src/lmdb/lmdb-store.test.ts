import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMetadataStore } from '../open-metadata-store.js';
import { describeMetadataStore } from '../testing/index.js';

describeMetadataStore('LMDB', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'understudy-lmdb-'));
  return {
    open: (options) => openMetadataStore('lmdb:', { dataDir, ...options }),
    remove: () => rm(dataDir, { recursive: true }),
  };
});
