import { descriptionSchema } from '@understudy/description';
import { priceSchema, Type } from '@understudy/schema';

/** What the routes take and answer with. */

export const videoIdParams = Type.Object({
  id: Type.String({ pattern: '^[0-9A-Za-z]{24}$', description: 'The ID of a video: 24 letters and digits' }),
});

const url = (description: string) => Type.String({ format: 'uri-reference', description });

export const videoSchema = Type.Object(
  {
    id: Type.String({ description: 'The ID of the video: 24 letters and digits that tell nothing' }),
    urls: Type.Object(
      {
        mp4: url('The whole video as one progressive MP4'),
        hls: url('The HLS playlist of the video itself'),
        multivariant: url('The HLS playlist of the video and its renditions'),
        poster: url('A picture of it'),
        storyboard: url('WebVTT that names small pictures of it, for seek bars'),
        watch: url('A page that plays it'),
      },
      { description: 'Paths, or absolute where UNDERSTUDY_PUBLIC_URL is set' },
    ),
    price: priceSchema,
  },
  { title: 'Video' },
);

export const namedDescriptionSchema = { ...descriptionSchema, title: 'Description' };

export const videoStatusSchema = Type.Object(
  {
    id: Type.String(),
    description: namedDescriptionSchema,
    state: Type.Enum(['described', 'generating', 'complete']),
    sealedSegments: Type.Integer({ minimum: 0 }),
    totalSegments: Type.Integer({ minimum: 1 }),
    bytes: Type.Integer({ minimum: 0, description: 'Of what is sealed' }),
    durationSeconds: Type.Number({ minimum: 0 }),
  },
  { title: 'VideoStatus' },
);

/** Where a key is needed: in either of two header fields. */
export const needsKey = [{ bearer: [] }, { apiKey: [] }];

/** What a dry run answers. */
export const priceAnswerSchema = Type.Object(
  { price: priceSchema, limit: { ...priceSchema, description: 'The most that one description may cost' } },
  { title: 'PriceAnswer' },
);

const created = { 'application/json': { schema: videoSchema } };

/** The answers of whatever gives a description its video. */
export const describedAnswers = {
  200: { description: 'It was described before: the same description has the same ID', content: created },
  201: { description: 'It is new, and stored for good; it is made when somebody plays it', content: created },
};
