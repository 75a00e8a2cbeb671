import { frameRates } from '@understudy/description';
import fc from 'fast-check';

const seed = fc.nat(2 ** 31);
const volume = fc.double({ min: 0, max: 1, noNaN: true });
const color = fc.constantFrom('#204060', '#ffffff', '#000000');
const optional = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });

const source = fc.oneof(
  fc.record({ type: fc.constant('still'), color }),
  fc.record({ type: fc.constant('gradients'), seed }),
  fc.record({ type: fc.constant('mandelbrot'), x: fc.constantFrom(-2, 0.1), to: fc.constant(0.0001) }),
  fc.record({ type: fc.constant('testcard'), card: fc.constantFrom('testsrc2', 'smptebars') }),
  fc.record({ type: fc.constant('life'), seed }),
  fc.record({ type: fc.constant('cellular'), seed }),
  fc.record({ type: fc.constant('sierpinski'), seed }),
  fc.record({ type: fc.constant('clip'), name: fc.constantFrom('a.mp4', 'long-name_1.webm') }),
  fc.record({
    type: fc.constant('program'),
    name: fc.constantFrom('plain'),
    input: fc.json().map((text): unknown => JSON.parse(text)),
  }),
);

const audio = fc.oneof(
  fc.record({ type: fc.constantFrom('silence', 'silence', 'clip') }),
  fc.record({ type: fc.constant('tone'), frequencyHz: fc.integer({ min: 20, max: 16_000 }), volume }),
  fc.record({ type: fc.constant('noise'), color: fc.constantFrom('white', 'pink'), seed }),
);

const scene = fc.record({
  duration: fc.double({ min: 0.25, max: 60, noNaN: true }),
  source,
  text: optional(
    fc.record({
      value: fc.string({ minLength: 1, maxLength: 30 }),
      sizePx: fc.integer({ min: 8, max: 400 }),
    }),
  ),
  audio: optional(audio),
  fade: optional(fc.record({ in: fc.constantFrom(0, 0.1), out: fc.constantFrom(0, 0.15) })),
});

/** Descriptions, most of them good. */
export const descriptions = fc.record({
  title: fc.string({ minLength: 1, maxLength: 40 }),
  width: fc.constantFrom(64, 320, 640, 1280, 1920),
  height: fc.constantFrom(64, 180, 360, 720, 1080),
  fps: fc.constantFrom(...frameRates),
  scenes: fc.array(scene, { minLength: 1, maxLength: 4 }),
  replication: optional(fc.constantFrom('always', 'never')),
});
