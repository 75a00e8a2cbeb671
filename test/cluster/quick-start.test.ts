import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readClusterFile } from './npm-start.js';
import { runProgram } from './run-program.js';
import { until } from './until.js';

const root = new URL('../..', import.meta.url).pathname;
/** It installs and builds. */
const startDeadlineMs = 300_000;

let home: string;
let clone: string;
let npm: ChildProcess;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'understudy-quick-start-'));
  clone = join(home, 'understudy');
  expect(await runProgram('git', ['clone', '--quiet', root, clone])).toMatchObject({ code: 0 });
});
afterAll(async () => {
  if (npm?.exitCode === null) process.kill(-(npm.pid as number), 'SIGKILL');
  await rm(home, { recursive: true });
});

/** The shell block of this number, from 0, under a heading of the README. */
async function commandsUnder(heading: string, block = 0): Promise<string> {
  const readme = await readFile(join(clone, 'README.md'), 'utf8');
  const section = readme.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? '';
  const commands = [...section.matchAll(/^```sh\n(.*?)^```/gms)][block]?.[1];
  if (commands === undefined) throw new Error(`the README has no such commands under ${heading}`);
  return commands;
}

test('the quick start of the README, to the letter, from a clean clone: the worker that plays is killed, and the video is whole', async () => {
  expect(await commandsUnder('Quick start')).toBe('npm start\n');
  npm = spawn('npm', ['start'], {
    cwd: clone,
    // As a person has it who has just cloned it.
    env: Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !/^(UNDERSTUDY_|VITEST|NODE_ENV)/.test(name)),
    ),
    stdio: ['ignore', 'ignore', 'inherit'],
    detached: true,
  });
  const dataDir = join(clone, '.understudy');
  await until(
    'cluster.json is there',
    async () => {
      if (npm.exitCode !== null) throw new Error(`npm start ended with ${npm.exitCode}`);
      return (await readClusterFile(dataDir)) !== undefined;
    },
    startDeadlineMs,
    250,
  );
  const before = await readClusterFile(dataDir);

  // What plays has a terminal of its own.
  const download = /^(curl .* -o video\.mp4)\b.*$/m;
  const play = await commandsUnder('Quick start', 1);
  expect(play).toMatch(download);
  const commands = [
    'set -eu',
    play.replace(download, '$1 & player=$!'),
    'until [ -s video.mp4 ]; do sleep 0.01; done',
    await commandsUnder('Kill the worker that plays it'),
    'wait $player',
    'curl -s $url/v/$id/video.mp4 -o again.mp4',
    'cmp video.mp4 again.mp4 && echo killed $master',
  ].join('\n');
  const told = await runProgram('bash', ['-c', commands], { cwd: clone });
  expect(told).toMatchObject({ code: 0, stderr: '' });
  expect(told.stdout).toMatch(/^http:\S+\/watch\/\S+$/m);
  const killed = /^killed (\S+)$/m.exec(told.stdout)?.[1];
  const pid = before?.workers.find(({ id }) => id === killed)?.pid as number;
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  expect((await stat(join(clone, 'video.mp4'))).size).toBeGreaterThan(100_000);
  const probed = await runProgram('ffprobe', [
    ...['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', join(clone, 'video.mp4')],
  ]);
  expect(probed.stderr).toBe('');
  expect(Number(probed.stdout)).toBeCloseTo(24, 1);

  const made = await runProgram('npm', ['run', '-s', 'understudy', '--', 'make', 'examples/fractals.json'], {
    cwd: clone,
  });
  expect(made).toMatchObject({ code: 0 });

  const exited = once(npm, 'exit');
  process.kill(-(npm.pid as number), 'SIGINT');
  expect((await exited)[0]).toBe(0);
}, 600_000);
