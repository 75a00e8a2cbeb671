import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pnpm, root } from './prepare.mjs';

/**
 * `npm run with-node -- 24 test kill`: a script of package.json with another version of Node, which comes from npm. Which versions there are,
 * and their digests, is in infra/node-versions.
 */
/** EX_TEMPFAIL of sysexits(3): nothing is said of the script. */
const couldNotBeHad = 75;
const versions = join(root, 'infra/node-versions');
const { optionalDependencies } = JSON.parse(readFileSync(join(versions, 'package.json'), 'utf8'));
const majors = [...new Set(Object.keys(optionalDependencies).map((name) => name.split('-')[1]))];
const [major, script, ...words] = process.argv.slice(2);
if (!majors.includes(major) || script === undefined) {
  process.stderr.write(`npm run with-node -- ${majors.join('|')} SCRIPT [WORDS], as in 24 test kill\n`);
  process.exit(2);
}

const install = ['-y', pnpm, '--dir', versions, '--ignore-workspace', 'install', '--frozen-lockfile'];
const { status } = spawnSync('npx', [...install, '--loglevel=error'], {
  env: { ...process.env, CI: 'true' },
  stdio: ['ignore', process.stderr.fd, process.stderr.fd],
});
if (status !== 0) {
  process.stderr.write(`NOT DONE with Node ${major}: it could not be had from npm\n`);
  process.exit(couldNotBeHad);
}
const programs = join(versions, 'node_modules', `node-${major}-${process.arch}`, 'bin');
const child = spawn('npm', ['run', '--silent', script, '--', ...words], {
  cwd: root,
  env: { ...process.env, PATH: `${programs}${delimiter}${process.env.PATH}` },
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.once('exit', (code) => {
  process.exitCode = code ?? 1;
});
