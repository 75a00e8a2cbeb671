import { readFile } from 'node:fs/promises';
import { type Description, parseDescription } from '@understudy/description';

export const exampleNames = ['description', 'fractals', 'automata', 'clips'] as const;

/** One of the repository's examples. */
export async function example(name: (typeof exampleNames)[number]): Promise<Description> {
  const file = new URL(`../../../../examples/${name}.json`, import.meta.url);
  return parseDescription(JSON.parse(await readFile(file, 'utf8')));
}
