import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { prepare } from './prepare.mjs';
import { vitest } from './vitest.mjs';

/** Shorter runs break nothing, and on smaller disks one video has no room. */
const numbers = {
  seconds: { least: 30, most: 86_400, default: 300 },
  seed: { least: 0, most: 2 ** 31 - 1, default: randomInt(2 ** 31) },
  'quota-bytes': { least: 5_000_000, most: 1_000_000_000_000, default: undefined },
};
const stores = ['redis', 'lmdb'];
const flags = { 'peer-tls': 'CHAOS_PEER_TLS', signed: 'CHAOS_SIGNED' };

const values = readArguments();
for (const [name, { least, most, default: otherwise }] of Object.entries(numbers)) {
  const value = values[name] ?? otherwise;
  if (value === undefined) continue;
  if (!/^\d+$/.test(value) || value < least || value > most)
    fail(`--${name} must be a whole number from ${least} to ${most}, is ${value}`);
  process.env[`CHAOS_${name.replace('-', '_').toUpperCase()}`] = value;
}
const { store = 'redis' } = values;
if (!stores.includes(store)) fail(`--store must be ${stores.join(' or ')}, is ${store}`);
process.env.CHAOS_STORE = store;
for (const [flag, name] of Object.entries(flags)) if (values[flag]) process.env[name] = 'yes';

prepare({
  programs: [
    ...['ffmpeg', 'ffprobe', 'flock'],
    ...(store === 'redis' ? ['redis-server'] : []),
    ...(values['peer-tls'] ? ['openssl'] : []),
  ],
});
await vitest(['--config', 'test/chaos/vitest.config.ts']);

function readArguments() {
  const names = [...Object.keys(numbers), 'store'];
  const texts = Object.fromEntries(names.map((name) => [name, { type: 'string' }]));
  const switches = Object.fromEntries(Object.keys(flags).map((flag) => [flag, { type: 'boolean' }]));
  try {
    return parseArgs({ options: { ...texts, ...switches } }).values;
  } catch (error) {
    const usage = [
      ...names.map((name) => `[--${name} …]`),
      ...Object.keys(flags).map((flag) => `[--${flag}]`),
    ].join(' ');
    fail(`${error.message}\nnpm run chaos -- ${usage}`);
  }
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}
