import { prepare } from './prepare.mjs';
import { vitest } from './vitest.mjs';

prepare({ programs: ['ffmpeg', 'ffprobe', 'rsync'] });
await vitest(['--config', 'test/bench/vitest.config.ts', ...process.argv.slice(2)]);
