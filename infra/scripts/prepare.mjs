import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildOnce } from './build-once.mjs';
import { readIfThere } from './read-if-there.mjs';

export const root = fileURLToPath(new URL('../..', import.meta.url));

const oldestNode = [20, 19];
export const pnpm = 'pnpm@10.34.9';
/** One for each kind of Node: what is built for one of them stays where it is for the others. */
const installStamp = join(root, `node_modules/.installed-${process.versions.modules}`);
/** Debian's package of each program that is not a Node package. */
const packageOf = {
  aria2c: 'aria2',
  curl: 'curl',
  ffmpeg: 'ffmpeg',
  ffprobe: 'ffmpeg',
  flock: 'util-linux',
  haproxy: 'haproxy',
  nginx: 'nginx-light',
  openssl: 'openssl',
  prlimit: 'util-linux',
  prometheus: 'prometheus',
  promtool: 'prometheus',
  'redis-cli': 'redis-tools',
  'redis-server': 'redis-server',
  rsync: 'rsync',
  taskset: 'util-linux',
  varnishtest: 'varnish',
  wget: 'wget',
  wrk: 'wrk',
};

/** Makes a clean clone ready to run; what is done already costs next to nothing. */
export function prepare({ programs }) {
  install();
  getPrograms(programs);
  buildOnce(root, build);
}

/** Installs what the lockfile names, unless it was installed from the same lockfile on the same kind of machine. */
export function install() {
  checkNode();
  const lockfile = readFileSync(join(root, 'pnpm-lock.yaml'));
  const platform = [process.platform, process.arch].join();
  const wanted = createHash('sha256').update(lockfile).update(platform).digest('hex');
  if (readIfThere(installStamp) === wanted) return;
  tell('Installing packages …');
  // CI: it must not ask anything.
  run('npx', ['-y', pnpm, 'install', '--frozen-lockfile', '--prefer-offline', '--loglevel=error'], {
    CI: 'true',
  });
  writeFileSync(installStamp, wanted);
}

/** Gets missing programs by apt-get where that is possible, and otherwise says what to install. */
function getPrograms(programs) {
  const missing = [...new Set(programs.filter((name) => !isInPath(name)).map((name) => packageOf[name]))];
  if (missing.length === 0) return;
  if (process.getuid?.() !== 0 || !isInPath('apt-get')) {
    fail(
      `${missing.join(' and ')} must be installed first, for example: sudo apt-get install ${missing.join(' ')}`,
    );
  }
  tell(`Installing ${missing.join(' and ')} …`);
  const unattended = { DEBIAN_FRONTEND: 'noninteractive' };
  run('apt-get', ['-qq', 'update'], unattended);
  run(
    'apt-get',
    ['-qq', '-o', 'Dpkg::Use-Pty=0', 'install', '--no-install-recommends', ...missing],
    unattended,
  );
}

function build() {
  run(join(root, 'node_modules/.bin/tsc'), ['-b']);
  run(process.execPath, [join(root, 'infra/scripts/bundle.mjs')]);
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [oldestMajor, oldestMinor] = oldestNode;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return;
  fail(`Node ${oldestNode.join('.')} or newer is needed; this is ${process.version}`);
}

/** For what runs parts of the tests in processes of their own. */
export function buildTests() {
  run(join(root, 'node_modules/.bin/tsc'), ['-b', 'test']);
}

/** Runs a program in the root directory; ends this one when it fails. */
function run(program, args, env = {}) {
  const { error, status, signal } = spawnSync(program, args, {
    cwd: root,
    env: { ...process.env, ...env },
    // What this prints is not the output of the script that was asked for.
    stdio: ['ignore', process.stderr.fd, process.stderr.fd],
  });
  if (status !== 0)
    fail(`${[program, ...args].join(' ')}: ${error?.message ?? signal ?? `exit code ${status}`}`);
}

function isInPath(program) {
  return (process.env.PATH ?? '').split(delimiter).some((directory) => {
    try {
      accessSync(join(directory, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function tell(line) {
  process.stderr.write(`${line}\n`);
}

function fail(line) {
  tell(line);
  process.exit(1);
}
