import { type Static, Type } from '@understudy/schema';
import { frameRates } from './frame-rate.js';
import { limits } from './limits.js';
import { color, seed, sourceSchema } from './source-schema.js';

const closed = { additionalProperties: false };
const volume = Type.Number({ minimum: 0, maximum: 1 });
const fadeS = Type.Number({ minimum: 0, maximum: limits.maxSceneS });

/** Drawn as it is: nothing in it is expanded. Newlines break lines; other control characters are refused. */
const text = Type.Object(
  {
    value: Type.String({
      minLength: 1,
      maxLength: limits.textCharacters,
      pattern: '^(?:\\n|[^\\p{Cc}\\p{Cs}])*$',
      description: 'printable characters and newlines',
    }),
    sizePx: Type.Optional(Type.Integer({ minimum: limits.minTextPx, maximum: limits.maxTextPx })),
    color: Type.Optional(color),
    position: Type.Optional(
      Type.Enum([
        'top-left',
        'top',
        'top-right',
        'left',
        'center',
        'right',
        'bottom-left',
        'bottom',
        'bottom-right',
      ]),
    ),
    /** A half-transparent dark box behind it. */
    box: Type.Optional(Type.Boolean()),
  },
  closed,
);

const audio = Type.Union([
  Type.Object({ type: Type.Literal('silence') }, closed),
  Type.Object(
    {
      type: Type.Literal('tone'),
      frequencyHz: Type.Number({ minimum: 20, maximum: 16_000 }),
      volume: Type.Optional(volume),
    },
    closed,
  ),
  Type.Object(
    {
      type: Type.Literal('noise'),
      color: Type.Optional(Type.Enum(['white', 'pink'])),
      seed,
      volume: Type.Optional(volume),
    },
    closed,
  ),
  /** The clip's own sound; only where the source is a clip. */
  Type.Object({ type: Type.Literal('clip'), volume: Type.Optional(volume) }, closed),
]);

const scene = Type.Object(
  {
    /** Seconds; rounded to the nearest whole frame. Only a program's may be longer than `limits.maxSceneS`. */
    duration: Type.Number({ minimum: limits.minSceneS, maximum: limits.maxTotalS }),
    source: sourceSchema,
    text: Type.Optional(text),
    /** Left out: the clip's own sound where the source is a clip, otherwise silence. */
    audio: Type.Optional(audio),
    /** Seconds of fading from and to black and silence. */
    fade: Type.Optional(Type.Object({ in: Type.Optional(fadeS), out: Type.Optional(fadeS) }, closed)),
  },
  closed,
);

/** JSON Schema (2020-12) of a description, as typebox builds it. */
export const descriptionSchema = Type.Object(
  {
    title: Type.String({
      minLength: 1,
      maxLength: limits.titleCharacters,
      pattern: '^[^\\p{Cc}\\p{Cs}]*$',
      description: 'printable characters on one line',
    }),
    width: Type.Integer({ minimum: limits.minSidePx, maximum: limits.maxWidthPx, multipleOf: 2 }),
    height: Type.Integer({ minimum: limits.minSidePx, maximum: limits.maxHeightPx, multipleOf: 2 }),
    fps: Type.Enum([...frameRates]),
    scenes: Type.Array(scene, { minItems: 1, maxItems: limits.scenes }),
    /** Whether this video is to have a second copy, whatever the cluster has set. */
    replication: Type.Optional(Type.Enum(['always', 'hot', 'deploy', 'never'])),
  },
  closed,
);

/** A validated description: what a video can be made again from. */
export type Description = Static<typeof descriptionSchema>;
export type Scene = Description['scenes'][number];
export type Source = Scene['source'];
export type SceneText = NonNullable<Scene['text']>;
export type SceneAudio = NonNullable<Scene['audio']>;
