import { prepare } from './prepare.mjs';
import { vitest } from './vitest.mjs';

prepare({ programs: ['ffmpeg', 'ffprobe', 'flock'] });
await vitest(['--config', 'test/browser/vitest.config.ts', ...process.argv.slice(2)]);
