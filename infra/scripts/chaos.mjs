import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { prepare } from './prepare.mjs';
import { vitest } from './vitest.mjs';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '300' },
    seed: { type: 'string', default: String(randomInt(2 ** 31)) },
    'quota-bytes': { type: 'string' },
    store: { type: 'string', default: 'redis' },
  },
});
for (const [name, value] of Object.entries(values)) {
  const [pattern, what] =
    name === 'store' ? [/^(redis|lmdb)$/, 'redis or lmdb'] : [/^\d{1,12}$/, 'a whole number'];
  if (!pattern.test(value)) {
    process.stderr.write(`--${name} must be ${what}, is ${value}\n`);
    process.exit(2);
  }
  process.env[`CHAOS_${name.replace('-', '_').toUpperCase()}`] = value;
}

const servers = values.store === 'redis' ? ['redis-server'] : [];
prepare({ programs: ['ffmpeg', 'ffprobe', 'flock', ...servers] });
await vitest(['--config', 'test/chaos/vitest.config.ts']);
