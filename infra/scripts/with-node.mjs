import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { pnpm, root } from './prepare.mjs';

/**
 * `npm run with-node -- 24 test kill`: a script of package.json with another version of Node, which comes from npm: which, and with what
 * digest, is in infra/node-versions.
 */
const versions = join(root, 'infra/node-versions');
/** EX_TEMPFAIL of sysexits(3): Node could not be had, and nothing is said of the script. */
const notDone = 75;

const scripts = new Map(Object.entries(read(join(root, 'package.json')).scripts));
scripts.delete('with-node');
const majors = readdirSync(versions);
const [major, script, ...words] = process.argv.slice(2);
if (!majors.includes(major) || !scripts.has(script))
  fail(
    2,
    `npm run with-node -- ${majors.join('|')} SCRIPT [WORDS], as in 24 test kill; scripts are ${[...scripts.keys()].join(', ')}`,
  );

const programs = getNode();
// As npm runs it, without a second npm in between.
const child = spawn('sh', ['-c', `${scripts.get(script)} "$@"`, 'sh', ...words], {
  cwd: root,
  env: {
    ...process.env,
    PATH: [programs, join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter),
  },
  stdio: 'inherit',
});
// After Ctrl-C it comes from the terminal and from npm too; what ends in good order knows of several at once.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.once('error', (error) => fail(1, error.message));
child.once('exit', (code, signal) => {
  process.exitCode = code ?? 128 + constants.signals[signal];
});

/** The folder of its program. */
function getNode() {
  const directory = join(versions, major);
  const name = `node-${process.platform}-${process.arch}`;
  const wanted = read(join(directory, 'package.json')).optionalDependencies[name];
  if (wanted === undefined) fail(notDone, `NOT DONE with Node ${major}: there is no ${name} here`);
  const install = ['-y', pnpm, '--dir', directory, '--ignore-workspace', 'install', '--frozen-lockfile'];
  const { status } = spawnSync('npx', [...install, '--prefer-offline', '--loglevel=error'], {
    env: { ...process.env, CI: 'true' },
    stdio: ['ignore', process.stderr.fd, process.stderr.fd],
  });
  if (status !== 0) fail(1, `${directory} could not be installed`);
  const folder = join(directory, 'node_modules', name, 'bin');
  // What is optional, as what is for one kind of machine must be, is left out without an error where the registry does not give it.
  const { stdout } = spawnSync(join(folder, 'node'), ['-p', 'process.versions.node'], { encoding: 'utf8' });
  if (stdout?.trim() !== wanted) fail(notDone, `NOT DONE with Node ${major}: npm did not give ${wanted}`);
  return folder;
}

function read(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function fail(status, line) {
  process.stderr.write(`${line}\n`);
  process.exit(status);
}
