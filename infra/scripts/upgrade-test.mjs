import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pnpm, prepare, root } from './prepare.mjs';
import { vitest } from './vitest.mjs';

/** `npm run upgrade-test -- REVISION`: from an earlier revision, which is built beside this one, to what is here. */
const [revision, ...words] = process.argv.slice(2);
if (revision === undefined || revision.startsWith('-'))
  fail('npm run upgrade-test -- REVISION [WORDS], with a revision that git knows: what is upgraded from');

prepare({ programs: ['ffmpeg', 'ffprobe', 'flock', 'redis-server'] });
const directory = mkdtempSync(join(tmpdir(), 'understudy-old-'));
const old = join(directory, 'tree');
process.once('exit', () => {
  spawnSync('git', ['worktree', 'remove', '--force', old], { cwd: root });
  rmSync(directory, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(1));
run(root, 'git', 'worktree', 'add', '--detach', '--quiet', old, revision);
run(old, 'npx', '-y', pnpm, 'install', '--frozen-lockfile', '--prefer-offline', '--loglevel=error');
run(old, 'npm', 'run', '--silent', 'build');
process.env.UPGRADE_FROM = old;
await vitest(['--config', 'test/upgrade/vitest.config.ts', ...words]);

function run(cwd, program, ...args) {
  const { status } = spawnSync(program, args, {
    cwd,
    env: { ...process.env, CI: 'true' },
    stdio: ['ignore', process.stderr.fd, process.stderr.fd],
  });
  if (status !== 0) fail(`${[program, ...args].join(' ')}: exit code ${status}`);
}

function fail(line) {
  process.stderr.write(`${line}\n`);
  process.exit(2);
}
