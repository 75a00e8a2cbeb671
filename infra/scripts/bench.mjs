import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildTests, prepare, root } from './prepare.mjs';
import { vitest } from './vitest.mjs';

prepare({
  programs: [
    'curl',
    'ffmpeg',
    'ffprobe',
    'flock',
    'haproxy',
    'nginx',
    'openssl',
    'redis-server',
    'rsync',
    'taskset',
    'wrk',
  ],
});
// What attacks is a process of its own, of what is compiled.
buildTests();
// `npm run bench abuse -- forged-ids`: behind the name of a bench, words that are none pick cases of it.
const words = process.argv.slice(2);
const isCase = (word) => !word.startsWith('-') && !existsSync(join(root, `test/bench/${word}.bench.ts`));
const cases = words.length > 0 && !isCase(words[0]) ? words.filter(isCase) : [];
await vitest([
  ...['--config', 'test/bench/vitest.config.ts'],
  ...words.filter((word) => !cases.includes(word)),
  ...(cases.length > 0 ? ['-t', `(${cases.join('|')})$`] : []),
]);
