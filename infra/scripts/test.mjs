import { prepare } from './prepare.mjs';
import { vitest } from './vitest.mjs';

prepare({ programs: ['flock', 'ffmpeg', 'ffprobe', 'redis-server', 'redis-cli', 'openssl'] });
await vitest(process.argv.slice(2));
