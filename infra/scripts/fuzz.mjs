import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { prepare } from './prepare.mjs';
import { vitest } from './vitest.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: 'string' }, seed: { type: 'string' }, path: { type: 'string' } },
});
const [target] = positionals;
for (const name of ['seconds', 'seed'])
  if (!/^\d{1,9}$/.test(values[name] ?? '0')) {
    process.stderr.write(`--${name} must be a whole number, is ${values[name]}\n`);
    process.exit(2);
  }
process.env.FUZZ_SECONDS = values.seconds ?? '10';
process.env.FUZZ_SEED = values.seed ?? String(randomInt(2 ** 31));
if (values.path !== undefined) process.env.FUZZ_PATH = values.path;

prepare({ programs: ['ffmpeg', 'ffprobe', 'openssl'] });
await vitest([
  ...['--config', 'test/fuzz/vitest.config.ts'],
  ...(target === undefined ? [] : ['--testNamePattern', `^${target}$`]),
]);
