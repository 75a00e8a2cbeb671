import { expect, test } from 'vitest';
import { chooseTechnique } from './technique.js';

test.each([
  { mediaSource: true, nativeHls: false, technique: 'hls.js' },
  { mediaSource: true, nativeHls: true, technique: 'hls.js' },
  { mediaSource: false, nativeHls: true, technique: 'native-hls' },
  { mediaSource: false, nativeHls: false, technique: 'progressive' },
])(
  'Media Source Extensions $mediaSource, native HLS $nativeHls: $technique',
  ({ technique, ...abilities }) => {
    expect(chooseTechnique(abilities)).toBe(technique);
  },
);
