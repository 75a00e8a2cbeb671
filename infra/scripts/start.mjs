import { prepare } from './prepare.mjs';

prepare({ programs: ['flock', 'ffmpeg', 'ffprobe'] });
// In this process, so that signals and the exit code are its own.
process.argv.splice(2, 0, 'up');
await import('../../packages/cli/dist/program/main.js');
