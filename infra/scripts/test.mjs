import { prepare } from './prepare.mjs';
import { vitest } from './vitest.mjs';

prepare({
  programs: [
    'aria2c',
    'curl',
    'ffmpeg',
    'ffprobe',
    'flock',
    'openssl',
    'prlimit',
    // A service of its own where it is installed: only for a machine that is there to test.
    ...(process.env.CI === undefined ? [] : ['prometheus', 'promtool']),
    'redis-cli',
    'redis-server',
    'wget',
  ],
});
await vitest(process.argv.slice(2));
