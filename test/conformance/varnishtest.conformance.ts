import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { play } from '../cluster/player.js';
import { runProgram } from '../cluster/run-program.js';
import { startCluster, type TestCluster } from '../cluster/start.js';
import { createVideo, smallVideo } from '../cluster/videos.js';

const directory = fileURLToPath(new URL('varnishtest/', import.meta.url));
let cluster: TestCluster;
/** What the cases write as `${name}`. */
let macros: Record<string, string>;

beforeAll(async () => {
  cluster = await startCluster({ workers: 2 });
  const create = async (title: string) => (await createVideo(cluster, smallVideo(title, 4))).mp4;
  const url = new URL(await create('complete'));
  const { body, headers } = await play(url.href);
  macros = {
    router: url.host,
    complete: url.pathname,
    length: String(body.length),
    rest: String(body.length - 100),
    etag: String(headers.etag).replaceAll('"', ''),
  };
  // Each has the bytes of the complete one, and is not made yet.
  for (const number of [1, 2, 3])
    macros[`growing${number}`] = new URL(await create(`growing ${number}`)).pathname;
}, 60_000);
afterAll(() => cluster.dispose());

test.each(readdirSync(directory).map((file) => [basename(file, '.vtc'), file]))('%s', async (_name, file) => {
  const defined = Object.entries(macros).flatMap(([name, value]) => ['-D', `${name}=${value}`]);
  const { code, output } = await runProgram('varnishtest', [...defined, `${directory}${file}`]);
  expect(code, output).toBe(0);
});
