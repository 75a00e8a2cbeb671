import { Type } from '@understudy/schema';

/** Pieces of what the routes answer with. */

export const count = (description?: string) =>
  Type.Integer({ minimum: 0, ...(description !== undefined && { description }) });

export const timeMs = (description: string) =>
  Type.Number({ description: `${description}, as ms since 1970` });
