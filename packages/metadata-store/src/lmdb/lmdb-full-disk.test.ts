import { expect, onTestFinished, test } from 'vitest';
import { openMetadataStore } from '../open-metadata-store.js';
import { mountSmallDisk } from '../testing/index.js';

const megabytes = 4;
const disk = await mountSmallDisk(megabytes);
if (disk === undefined)
  console.warn(
    'The test of a full disk is left out: mounting a tmpfs needs root, and a kernel that lets it.',
  );

test.runIf(disk !== undefined)(
  'a full disk refuses writes by name, ends nothing, and what was stored is read; with room again all is well',
  async () => {
    if (disk === undefined) return;
    // What lmdb leaves unhandled would end a service.
    const unhandled: unknown[] = [];
    const note = (error: unknown) => unhandled.push(error);
    process.on('unhandledRejection', note);
    const causes: string[] = [];
    const store = await openMetadataStore(`lmdb:${disk.directory}`, {
      onReachable: (reachable, cause) => causes.push(reachable ? 'reachable' : String(cause)),
    });
    onTestFinished(async () => {
      process.off('unhandledRejection', note);
      await store.close();
      await disk.unmount();
    });
    await store.createDescription('before', '{}');
    await disk.fill(0);
    const refused = { code: 'metadata_unavailable', retryAfterSeconds: 5 };
    for (let count = 0; count < 5; count += 1) {
      // Several of them in one transaction, as services write.
      const writes = await Promise.allSettled([
        store.createDescription(`full-${count}`, 'x'.repeat(20_000)),
        store.recordHolder(`artifact-${count}`, { worker: 'w'.repeat(500), bytes: 1, complete: true }),
        store.acquireLease(`key-${count}`, 'w1', 60_000),
      ]);
      for (const write of writes) {
        expect(write).toMatchObject({
          reason: { ...refused, message: expect.stringMatching(/ failed: the disk is full$/) },
        });
      }
    }
    expect(await store.readDescription(1n)).toBe('{}');
    expect(store.reachable).toBe(false);
    await disk.clear();
    expect(await store.createDescription('after', '{}')).toEqual({ contentId: 2n, created: true });
    expect(causes).toEqual([expect.stringContaining('the disk is full'), 'reachable']);
    // Node tells of them only after the turn that left them.
    await new Promise((resolve) => setImmediate(resolve));
    expect(unhandled).toEqual([]);
  },
);
