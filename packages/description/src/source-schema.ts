import { Type } from '@understudy/schema';
import { limits } from './limits.js';

const closed = { additionalProperties: false };

export const color = Type.String({
  pattern: '^#[0-9a-fA-F]{6}$',
  description: 'a colour such as #1a2b3c',
});
export const seed = Type.Integer({ minimum: 0, maximum: limits.maxSeed });

/** A zoom into the Mandelbrot set, from `from` to `to` units of the complex plane per frame height. */
const mandelbrot = Type.Object(
  {
    type: Type.Literal('mandelbrot'),
    /** The centre; left out, the seed picks one of a few places worth seeing. */
    x: Type.Optional(Type.Number({ minimum: -2, maximum: 2 })),
    y: Type.Optional(Type.Number({ minimum: -2, maximum: 2 })),
    from: Type.Optional(Type.Number({ minimum: 0.0001, maximum: 4 })),
    to: Type.Optional(Type.Number({ minimum: 0.0001, maximum: 4 })),
    seed: Type.Optional(seed),
  },
  closed,
);

/** Conway's game of life, or another rule, sown from the seed. */
const life = Type.Object(
  {
    type: Type.Literal('life'),
    seed,
    rule: Type.Optional(
      Type.String({ pattern: '^B[0-8]{0,9}/S[0-8]{0,9}$', description: 'a rule such as B3/S23' }),
    ),
    fill: Type.Optional(Type.Number({ minimum: 0.05, maximum: 0.95 })),
    cellPx: Type.Optional(Type.Integer({ minimum: 4, maximum: 32 })),
    /** Video frames for which each generation stays. */
    stepFrames: Type.Optional(Type.Integer({ minimum: 1, maximum: 60 })),
    alive: Type.Optional(color),
    dead: Type.Optional(color),
  },
  closed,
);

/** An elementary cellular automaton (Wolfram's numbering), a new row at every step. */
const cellular = Type.Object(
  {
    type: Type.Literal('cellular'),
    seed,
    rule: Type.Optional(Type.Integer({ minimum: 0, maximum: 255 })),
    cellPx: Type.Optional(Type.Integer({ minimum: 4, maximum: 32 })),
    stepFrames: Type.Optional(Type.Integer({ minimum: 1, maximum: 60 })),
    alive: Type.Optional(color),
    dead: Type.Optional(color),
  },
  closed,
);

/** Turning gradients; without `colors` the seed picks them. */
const gradients = Type.Object(
  {
    type: Type.Literal('gradients'),
    colors: Type.Optional(Type.Array(color, { minItems: 2, maxItems: 8 })),
    shape: Type.Optional(Type.Enum(['linear', 'radial', 'circular', 'spiral'])),
    turnsPerMinute: Type.Optional(Type.Number({ minimum: 0.1, maximum: 30 })),
    seed: Type.Optional(seed),
  },
  closed,
);

/** A camera that wanders over a Sierpinski carpet or triangle. */
const sierpinski = Type.Object(
  {
    type: Type.Literal('sierpinski'),
    shape: Type.Optional(Type.Enum(['carpet', 'triangle'])),
    seed: Type.Optional(seed),
  },
  closed,
);

/** A test card. `testsrc2` moves and counts, starting over every 240 frames; the others stand still. */
const testcard = Type.Object(
  {
    type: Type.Literal('testcard'),
    card: Type.Enum(['testsrc2', 'smptehdbars', 'smptebars', 'pal75bars', 'colorspectrum', 'rgbtestsrc']),
  },
  closed,
);

const still = Type.Object({ type: Type.Literal('still'), color }, closed);

/** A clip of the media library, from `start` seconds on. Past its end its last picture stays and its sound is silence. */
const clip = Type.Object(
  {
    type: Type.Literal('clip'),
    // A plain file name: it begins with a letter, digit or underscore, and no separator can be in it.
    name: Type.String({
      pattern: '^[A-Za-z0-9_][A-Za-z0-9._-]{0,99}$',
      description: 'a plain file name of letters, digits, dots, hyphens and underscores, 1 to 100 characters',
    }),
    start: Type.Optional(Type.Number({ minimum: 0, maximum: limits.maxClipStartS })),
  },
  closed,
);

/** A program of the operator's, in place of the bundled generator: see docs/how-to/bring-your-own-generator.md. */
const program = Type.Object(
  {
    type: Type.Literal('program'),
    name: Type.String({
      pattern: '^[a-z][a-z0-9-]{0,39}$',
      description: 'the name of a generator: lower-case letters, digits and hyphens, 1 to 40 characters',
    }),
    /** What it is told; what it means is the program's. */
    input: Type.Optional(
      Type.Unknown({
        maxJsonBytes: limits.programInputBytes,
        description: `any JSON of at most ${limits.programInputBytes.toLocaleString('en')} bytes, ${limits.jsonDepth} levels deep`,
      }),
    ),
    /** Seconds, rounded to whole frames. */
    segmentDuration: Type.Optional(Type.Number({ minimum: limits.minSegmentS, maximum: limits.maxTotalS })),
  },
  closed,
);

export const sourceSchema = Type.Union([
  mandelbrot,
  life,
  cellular,
  gradients,
  sierpinski,
  testcard,
  still,
  clip,
  program,
]);
