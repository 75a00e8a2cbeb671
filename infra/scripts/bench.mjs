import { prepare } from './prepare.mjs';
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
    'wrk',
  ],
});
await vitest(['--config', 'test/bench/vitest.config.ts', ...process.argv.slice(2)]);
