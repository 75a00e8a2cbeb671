import { openMetadataStore } from '../open-metadata-store.js';

// One of several processes over one LMDB: describes its own digests for ever and deletes every fourth again; says each ID once
// the last that was to be done with it was acknowledged.
const [directory, name] = process.argv.slice(2) as [string, string];
const store = await openMetadataStore(`lmdb:${directory}`);
for (let count = 0; ; count += 1) {
  const digest = `${name}-${count}`;
  const { contentId } = await store.createDescription(digest, `{"made by":"${digest}"}`);
  const isToGo = count % 4 === 3;
  if (isToGo) await store.deleteDescription(contentId, digest);
  process.stdout.write(`${contentId} ${isToGo ? 'deleted' : digest}\n`);
}
