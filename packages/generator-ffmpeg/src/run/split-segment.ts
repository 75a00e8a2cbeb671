import { UnderstudyError } from '@understudy/errors';
import { BoxScanner, countSamples, type SegmentPiece, withDuration } from '@understudy/generator';

/** As ffmpeg numbers the tracks of its output. */
const videoTrackId = 1;
const audioTrackId = 2;

/**
 * Splits what one run writes into its initialization bytes (all up to the first `moof`), which are told how long the whole video is, and its
 * media bytes, which are passed on as they come. At the end it knows whether the run gave all of the segment.
 *
 * @throws generator_failed at the end when frames are missing or the last box is incomplete.
 */
export async function* splitSegment(
  output: AsyncIterable<Uint8Array>,
  expected: { readonly video: number; readonly audio: number },
  totalS: number,
): AsyncGenerator<SegmentPiece, void> {
  const scanner = new BoxScanner();
  const samples = new Map<number, number>();
  let initChunks: Uint8Array[] | undefined = [];
  for await (const bytes of output) {
    const boxes = scanner.push(bytes);
    for (const box of boxes) if (box.type === 'moof') countSamples(box.bytes, samples);
    if (!initChunks) {
      yield { piece: 'media', bytes };
      continue;
    }
    initChunks.push(bytes);
    const moov = boxes.find((box) => box.type === 'moov');
    if (!moov) continue;
    const sofar = Buffer.concat(initChunks);
    initChunks = undefined;
    yield { piece: 'init', bytes: withDuration(sofar.subarray(0, moov.end), totalS) };
    if (sofar.length > moov.end) yield { piece: 'media', bytes: sofar.subarray(moov.end) };
  }
  const video = samples.get(videoTrackId) ?? 0;
  const audio = samples.get(audioTrackId) ?? 0;
  if (!scanner.atBoundary || video !== expected.video || audio !== expected.audio) {
    throw new UnderstudyError(
      'generator_failed',
      `ffmpeg gave ${video} of ${expected.video} pictures and ${audio} of ${expected.audio} AAC frames`,
    );
  }
}
