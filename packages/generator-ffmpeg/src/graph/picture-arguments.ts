import type { FrameSize, Rendered, Storyboard, Tile } from '@understudy/description';
import { Inputs } from './inputs.js';
import { beforeInputs } from './segment-arguments.js';
import { type GraphContext, videoGraph } from './video-graph.js';

/** JPEG has the full range. */
const asJpeg = 'scale=out_range=pc:flags=accurate_rnd+bitexact,format=yuvj420p[v]';

/** ffmpeg's arguments for a JPEG of one frame on its standard output. */
export function posterArguments(description: Rendered, frame: number, context: GraphContext): string[] {
  const inputs = new Inputs(context.clipLimits);
  const graph = videoGraph(description, frame, 1, context, inputs);
  return pictureArguments(`${graph.replace(/\[v\]$/, '')},${asJpeg}`, inputs, 4);
}

/** The same for a sheet of the storyboard: every tile is drawn by itself, in the video's own size, and made smaller. */
export function sheetArguments(
  description: Rendered,
  { tile, columns }: Storyboard,
  tiles: readonly Tile[],
  context: GraphContext,
): string[] {
  const inputs = new Inputs(context.clipLimits);
  const small = `${asSmallJpeg(tile)},setsar=1,setpts=N`;
  const chains = tiles.map(({ frame }, index) => {
    const label = `t${index}_`;
    const chain = videoGraph(description, frame, 1, context, inputs, label);
    return chain.replace(`[${label}]`, `,${small}[${label}]`);
  });
  const labels = tiles.map((_, index) => `[t${index}_]`).join('');
  const joined = `${labels}concat=n=${tiles.length}:v=1:a=0,tile=${columns}x${Math.ceil(tiles.length / columns)}[v]`;
  return pictureArguments(`${chains.join(';')};${joined}`, inputs, 5);
}

/** From BT.709 in the limited range, as all frames are tagged, to what JFIF says of every JPEG: BT.601 in the full one. */
function asSmallJpeg({ width, height }: FrameSize): string {
  const colors = 'in_color_matrix=bt709:out_color_matrix=bt601:in_range=tv:out_range=pc';
  return `scale=w=${width}:h=${height}:flags=bicubic+accurate_rnd+bitexact:${colors},format=yuvj420p`;
}

/** `quality` is the quantizer: 2 is the best that is worth anything, 31 the worst. */
function pictureArguments(graph: string, inputs: Inputs, quality: number): string[] {
  return [
    ...beforeInputs,
    ...inputs.arguments,
    ...['-filter_complex', graph],
    ...['-map', '[v]', '-frames:v', '1', '-c:v', 'mjpeg', '-q:v', String(quality), '-threads', '1'],
    ...['-flags', '+bitexact', '-fflags', '+bitexact', '-map_metadata', '-1', '-f', 'image2pipe', 'pipe:1'],
  ];
}
