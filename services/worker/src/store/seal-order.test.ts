import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { canonicalDescription, parseDescription } from '@understudy/description';
import { afterAll, expect, onTestFinished, test, vi } from 'vitest';
import { ArtifactStore } from './artifact-store.js';

/** What was made durable or renamed, in order. A power cut keeps what was made durable before it, and may keep more. */
const steps = vi.hoisted(() => {
  // Other files' modules may be there already, with the file system itself.
  vi.resetModules();
  return [] as string[];
});
afterAll(() => {
  vi.doUnmock('node:fs/promises');
  vi.resetModules();
});

vi.mock('node:fs/promises', async (importOriginal) => {
  const real = await importOriginal<typeof import('node:fs/promises')>();
  return {
    ...real,
    async open(path: string, flags: string) {
      const file = await real.open(path, flags);
      for (const name of ['sync', 'datasync'] as const) {
        const call = file[name].bind(file);
        file[name] = async () => {
          await call();
          steps.push(`sync ${nameOf(path)}`);
        };
      }
      return file;
    },
    async rename(from: string, to: string) {
      await real.rename(from, to);
      steps.push(`rename ${nameOf(to)}`);
    },
  };
});

const nameOf = (path: string) =>
  basename(path)
    .replace(/^1-[0-9a-f]{32}$/, 'artifact')
    .replace(/\.[0-9a-f]{64}$/, '');

test('nothing of a seal is told or durable before what it stands on', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'understudy-store-'));
  onTestFinished(() => rm(dataDir, { recursive: true }));
  const description = parseDescription({
    title: 'Order',
    width: 64,
    height: 64,
    fps: 30,
    scenes: [{ duration: 4, source: { type: 'still', color: '#204060' } }],
  });
  const store = await ArtifactStore.open(dataDir, 'f'.repeat(64));
  const artifact = store.getOrCreate(1n, canonicalDescription(description));
  const told = artifact.waitForChange(new AbortController().signal).then(() =>
    // The append tells too.
    artifact.waitForChange(new AbortController().signal).then(() => steps.push('told')),
  );
  const writer = await artifact.openWriter('init');
  await writer.append(0, Buffer.from('init!'));
  await writer.seal(5);
  await told;

  const at = (step: string) => {
    expect(steps).toContain(step);
    return steps.indexOf(step);
  };
  expect(at('sync description.json.part')).toBeLessThan(at('rename description.json'));
  // The names in the artifact's directory, and its own name, before the first piece has its final one.
  expect(steps.slice(at('rename description.json'), at('rename init.5'))).toEqual(
    expect.arrayContaining(['sync artifact', 'sync artifacts']),
  );
  expect(at('sync init.part')).toBeLessThan(at('rename init.5'));
  expect(steps.slice(at('rename init.5') + 1)).toEqual(['sync artifact', 'told']);
});
