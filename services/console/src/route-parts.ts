import { type RouteSchema, Type } from '@understudy/schema';

/** The admin key goes into either of two header fields. */
export const needsKey = [{ bearer: [] }, { apiKey: [] }];

export const videoParams = Type.Object({
  id: Type.String({
    description: 'The ID of a video, as players see it, or its content ID, as logs have it',
  }),
});

export const workerParams = Type.Object({ id: Type.String({ description: 'The ID of a worker' }) });

/** A good answer of JSON. */
export function json(description: string, schema: object): RouteSchema['response'][number] {
  return { description, content: { 'application/json': { schema } } };
}
