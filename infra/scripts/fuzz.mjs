import { randomInt } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { prepare, root } from './prepare.mjs';
import { vitest } from './vitest.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: 'string' }, seed: { type: 'string' }, path: { type: 'string' } },
});
for (const name of ['seconds', 'seed'])
  if (!/^\d{1,9}$/.test(values[name] ?? '0')) {
    process.stderr.write(`--${name} must be a whole number, is ${values[name]}\n`);
    process.exit(2);
  }
const files = new Set(positionals.map(fileOf));
process.env.FUZZ_SECONDS = values.seconds ?? '10';
process.env.FUZZ_SEED = values.seed ?? String(randomInt(2 ** 31));
if (values.path !== undefined) process.env.FUZZ_PATH = values.path;

prepare({ programs: ['ffmpeg', 'ffprobe', 'openssl'] });
await vitest([
  ...['--config', 'test/fuzz/vitest.config.ts'],
  ...files,
  ...(files.size === 0 ? [] : ['--testNamePattern', `^(${positionals.join('|')})$`]),
]);

/** The file that a target stands in: only that is loaded. */
function fileOf(name) {
  const folder = join(root, 'test/fuzz');
  const files = readdirSync(folder, { recursive: true }).filter((each) => each.endsWith('.fuzz.ts'));
  const calls = /\bfuzz\w*\(\s*'([\w-]+)'/g;
  const targets = new Map(
    files.flatMap((each) =>
      [...readFileSync(join(folder, each), 'utf8').matchAll(calls)].map(([, found]) => [
        found,
        `test/fuzz/${each}`,
      ]),
    ),
  );
  if (targets.has(name)) return targets.get(name);
  process.stderr.write(`there is no target ${name}; there are ${[...targets.keys()].sort().join(', ')}\n`);
  process.exit(2);
}
