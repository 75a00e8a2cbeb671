import type { Description, Source } from './schema.js';

/** A source that is a program of the operator's. */
export type ProgramSource = Extract<Source, { type: 'program' }>;

/** The program that makes the video; undefined where the bundled generator does. */
export function programOf({ scenes }: Pick<Description, 'scenes'>): ProgramSource | undefined {
  const source = scenes[0]?.source;
  return source?.type === 'program' ? source : undefined;
}
