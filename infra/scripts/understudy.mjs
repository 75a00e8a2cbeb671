import { prepare } from './prepare.mjs';

prepare({ programs: [] });
// In this process, so that signals and the exit code are its own.
await import('../../packages/cli/dist/program/main.js');
