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
    'redis-cli',
    'redis-server',
    'wget',
  ],
});
await vitest(process.argv.slice(2));
