import { appendFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A run that was to last: what it takes to have the same again, and what came of it. */
export interface KeptRun {
  readonly target: string;
  readonly seed: number;
  readonly seconds: number;
  readonly inputs: number;
  readonly result: 'nothing found' | 'failed';
}

const file = fileURLToPath(new URL('seeds.jsonl', import.meta.url));

/** Notes a run in `seeds.jsonl`, a line for each, so that it can be said how much was tried. */
export function noteRun(run: KeptRun): void {
  appendFileSync(file, `${JSON.stringify({ date: new Date().toISOString().slice(0, 10), ...run })}\n`);
}
