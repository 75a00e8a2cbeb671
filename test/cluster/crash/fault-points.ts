import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const root = new URL('../../..', import.meta.url).pathname;
const pointPattern = /\bfaultPoint\('([^']+)'\)/g;

/** Every fault point of the services and packages, found in their sources: a new one takes part by being there. */
export async function faultPointsInCode(): Promise<string[]> {
  const points = new Set<string>();
  for (const group of ['services', 'packages']) {
    for (const program of await readdir(join(root, group))) {
      const sources = join(root, group, program, 'src');
      for (const name of await readdir(sources, { recursive: true })) {
        if (!name.endsWith('.ts') || name.endsWith('.test.ts')) continue;
        const text = await readFile(join(sources, name), 'utf8');
        for (const [, point] of text.matchAll(pointPattern)) points.add(point as string);
      }
    }
  }
  return [...points].sort();
}

/** The same, one of each area in turn: a short run sees all areas. */
export function areasInTurn(points: readonly string[]): string[] {
  const areaOf = (point: string) => point.split('.')[0];
  const turnOf = (point: string) => points.filter((other) => areaOf(other) === areaOf(point)).indexOf(point);
  return points.toSorted((a, b) => turnOf(a) - turnOf(b));
}

/** Whether `point` is of `area`: `seal.renamed` is of `seal`. */
export function isOf(area: string, point: string): boolean {
  return point === area || point.startsWith(`${area}.`);
}
