import { aacFrameSamples, type Description, planSegments, samplesPerFrame } from '@understudy/description';
import { audioGraph } from '../graph/audio-graph.js';
import { Inputs } from '../graph/inputs.js';
import { encoderArguments } from '../graph/segment-arguments.js';
import type { FindClip } from '../library/find-clip.js';
import { clipLimits } from './clips-by-path.js';
import { runTool } from './run-tool.js';

/** The left channel of a file's sound, as decoded. */
export async function decodedSound(file: Uint8Array): Promise<Float32Array> {
  const args = [
    '-v',
    'error',
    '-i',
    'pipe:0',
    '-map',
    '0:a',
    '-af',
    'pan=mono|c0=c0',
    '-f',
    'f32le',
    'pipe:1',
  ];
  const { stdout } = await runTool('ffmpeg', args, file);
  return new Float32Array(stdout.buffer.slice(stdout.byteOffset, stdout.byteOffset + stdout.byteLength));
}

/** The whole sound of a description encoded in one run, decoded. */
export async function singleRunSound(description: Description, findClip: FindClip): Promise<Float32Array> {
  const { fps, totalFrames } = planSegments(description);
  const inputs = new Inputs(clipLimits);
  const graph = audioGraph(description, 0, totalFrames * samplesPerFrame(fps), findClip, inputs);
  const args = [...inputs.arguments, '-filter_complex', graph, '-map', '[a]', ...encoderArguments];
  const start = ['-v', 'error', '-nostdin', '-copyts', '-start_at_zero'];
  const drop = ['-bsf:a', "noise=drop='lt(pts,0)'", '-movflags', 'empty_moov+delay_moov+skip_trailer'];
  const { stdout, stderr } = await runTool('ffmpeg', [...start, ...args, ...drop, '-f', 'mp4', 'pipe:1']);
  if (stderr) throw new Error(stderr);
  return decodedSound(stdout);
}

/** The greatest difference of two sounds in each AAC frame. */
export function frameDifferences(a: Float32Array, b: Float32Array): number[] {
  const frames = Math.floor(Math.min(a.length, b.length) / aacFrameSamples);
  return Array.from({ length: frames }, (_, frame) => {
    let greatest = 0;
    for (let at = frame * aacFrameSamples; at < (frame + 1) * aacFrameSamples; at += 1) {
      greatest = Math.max(greatest, Math.abs((a[at] as number) - (b[at] as number)));
    }
    return greatest;
  });
}
