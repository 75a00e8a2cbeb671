import { parseDescription } from '@understudy/description';
import { checkGenerator } from '@understudy/generator/conformance';
import { expect, test } from 'vitest';
import { createFfmpegGenerator } from './ffmpeg-generator.js';

/** Of smooth pictures: where small ones are dense the bit rate that is told is only likely (docs/decisions/0012-renditions.md). */
test('the bundled generator keeps what a generator promises', { timeout: 90_000 }, async () => {
  const description = parseDescription({
    title: 'Promises',
    width: 320,
    height: 180,
    fps: 30,
    scenes: [
      {
        duration: 1,
        source: { type: 'gradients', seed: 7 },
        audio: { type: 'tone', frequencyHz: 440 },
      },
      {
        duration: 1.4,
        source: { type: 'testcard', card: 'smptebars' },
        audio: { type: 'noise', seed: 3 },
      },
    ],
  });
  const open = () => createFfmpegGenerator({ libraryDir: '/nowhere' });
  const report = await checkGenerator({ open, description });
  expect(report.conforms, report.text).toBe(true);
});
