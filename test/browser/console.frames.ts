import type { Page } from 'playwright-core';

/** The times of a hundred frames in which the table is scrolled by so much. Runs in the page. */
export async function measureFrames(stepPx: number): Promise<number[]> {
  const table = document.querySelector('.scroller.tall') as HTMLElement;
  const nextFrame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
  const framesMs: number[] = [];
  let lastMs = await nextFrame();
  while (framesMs.length < 100) {
    table.scrollTop += stepPx;
    const nowMs = await nextFrame();
    framesMs.push(nowMs - lastMs);
    lastMs = nowMs;
  }
  return framesMs;
}

/** The middle of them, and what one in twenty is longer than. */
export function spread(framesMs: readonly number[]) {
  const sorted = framesMs.toSorted((a, b) => a - b);
  const [p50Ms = Number.NaN, p95Ms = Number.NaN] = [0.5, 0.95].map(
    (part) => sorted[Math.floor(sorted.length * part)],
  );
  return { p50Ms, p95Ms, text: `${p50Ms.toFixed(1)} and ${p95Ms.toFixed(1)} ms` };
}

/** Of three times a hundred frames those that were steadiest: what else the machine does only adds to them. */
export async function steadiest(page: Page, stepPx: number) {
  const rounds = [];
  for (let round = 0; round < 3; round += 1) rounds.push(spread(await page.evaluate(measureFrames, stepPx)));
  return rounds.reduce((best, each) => (each.p95Ms < best.p95Ms ? each : best));
}
