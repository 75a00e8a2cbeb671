import {
  FieldErrors,
  type FrameRate,
  frameRates,
  limits,
  readBySchema,
  type SchemaNode,
} from '@understudy/description';
import { UnderstudyError } from '@understudy/errors';

export const themes = ['fractal', 'automata', 'abstract', 'mixed'] as const;
export type Theme = (typeof themes)[number];

/** What a viewer asks for, with what was left out filled in. */
export interface Wish {
  readonly title: string;
  readonly durationS: number;
  readonly width: number;
  readonly height: number;
  readonly fps: FrameRate;
  readonly theme: Theme;
}

/** In scenes of about six seconds, more would not fit into one description. */
const maxDurationS = 600;

/** JSON Schema of the body of `POST /v1/compose`. */
export const composeRequestSchema = {
  title: 'ComposeRequest',
  type: 'object',
  required: ['viewer', 'request'],
  properties: {
    viewer: {
      type: 'string',
      minLength: 1,
      maxLength: 200,
      pattern: '^[^\\p{Cc}\\p{Cs}]*$',
      description: 'printable characters on one line',
    },
    request: {
      type: 'object',
      properties: {
        title: {
          type: 'string',
          minLength: 1,
          maxLength: limits.titleCharacters,
          pattern: '^[^\\p{Cc}\\p{Cs}]*$',
          description: 'printable characters on one line',
        },
        duration: { type: 'number', minimum: 1, maximum: maxDurationS },
        width: { type: 'integer', minimum: limits.minSidePx, maximum: limits.maxWidthPx, multipleOf: 2 },
        height: { type: 'integer', minimum: limits.minSidePx, maximum: limits.maxHeightPx, multipleOf: 2 },
        fps: { enum: frameRates },
        theme: { enum: themes },
      },
    },
  },
} satisfies SchemaNode & { title: string };

interface ComposeRequest {
  readonly viewer: string;
  readonly request: Partial<Omit<Wish, 'durationS'>> & { readonly duration?: number };
}

/**
 * Reads the body of `POST /v1/compose`.
 * @throws UnderstudyError `bad_request` with the path of each bad field.
 */
export function parseComposeRequest(body: unknown): { viewer: string; wish: Wish } {
  const errors = new FieldErrors(limits.fieldErrors);
  const read = readBySchema(composeRequestSchema, body, '', errors) as ComposeRequest;
  if (errors.list.length > 0) {
    throw new UnderstudyError('bad_request', 'a compose request with wrong fields', {
      fieldErrors: errors.list,
    });
  }
  const { duration, ...wish } = read.request;
  return {
    viewer: read.viewer,
    wish: {
      title: 'For you',
      width: 1280,
      height: 720,
      fps: 30,
      theme: 'mixed',
      ...wish,
      durationS: duration ?? 20,
    },
  };
}
