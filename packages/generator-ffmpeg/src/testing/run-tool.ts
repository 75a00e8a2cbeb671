import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Runs ffmpeg or ffprobe over bytes on standard input; what it wrote, and all it had to say. */
export async function runTool(program: 'ffmpeg' | 'ffprobe', args: readonly string[], input?: Uint8Array) {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  // It may have read enough before the end; then the rest of the input has nowhere to go.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number];
  return { code, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString() };
}
