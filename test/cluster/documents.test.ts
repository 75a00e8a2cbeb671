import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runProgram } from './run-program.js';
import { isShort } from './short-form.js';
import { startCluster, type TestCluster } from './start.js';

const root = new URL('../..', import.meta.url).pathname;

let cluster: TestCluster;
/** What the repository's directory is to a reader: a cluster runs in it, and there are examples. */
let directory: string;

beforeEach(async () => {
  cluster = await startCluster({ workers: 3 });
  directory = await mkdtemp(join(tmpdir(), 'understudy-documents-'));
  await symlink(cluster.dataDir, join(directory, '.understudy'));
  await symlink(join(root, 'examples'), join(directory, 'examples'));
});
afterEach(async () => {
  await cluster.dispose();
  await rm(directory, { recursive: true });
});

test('the commands of the README play a video that nobody has seen, and kill the worker that plays it', async () => {
  const [create, kill] = await shellBlocks('README.md', 'read_json');
  await shell(`${create}\n${kill}\ncurl -sf $url/v/$id/video.mp4 | cmp - video.mp4`);
  expect(cluster.workers.length).toBe(2);
}, 60_000);

// The short form leaves it out: `kill` does the same without the document.
test.skipIf(isShort)(
  'a download whose worker is killed as the how-to says is what other workers give',
  async () => {
    const blocks = await shellBlocks('docs/how-to/kill-a-worker.md');
    await shell(blocks.join('\n'));
    expect(cluster.workers.length).toBe(2);
  },
  60_000,
);

/** The shell blocks of a document that have `text`. */
async function shellBlocks(path: string, text = ''): Promise<string[]> {
  const document = await readFile(join(root, path), 'utf8');
  return [...document.matchAll(/^```sh\n(.*?)^```$/gms)]
    .map(([, block = '']) => block)
    .filter((block) => block.includes(text));
}

async function shell(commands: string): Promise<void> {
  const args = ['-e', '-o', 'pipefail', '-c', commands];
  const { code, output } = await runProgram('bash', args, { cwd: directory });
  expect(code, output).toBe(0);
}
