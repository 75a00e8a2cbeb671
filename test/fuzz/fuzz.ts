import { isUnderstudyError } from '@understudy/errors';
import fc from 'fast-check';
import { test } from 'vitest';
import { inputText, keepInput, readCorpus } from './corpus.js';
import { runOptions } from './run-options.js';
import { noteRun } from './seeds.js';

/** Inputs of each target in the short form. */
const shortInputs = 150;
/** An input that keeps the event loop for longer is a hang. Even a busy machine is far below. */
const slowMs = 3_000;
/** An input that is not through by then is a hang, too. */
const hangMs = 60_000;
/** Beyond the time of a run, for making its smallest input. */
const shrinkMs = 300_000;

/** Of an input that failed; all of it is kept. */
const shownCharacters = 600;

export interface FuzzLimits {
  /** Of the short form, where an input costs more than usual. */
  readonly shortInputs?: number;
}

/**
 * One target: what must be so for every input. It begins with the inputs that are kept of it; what fails is made as small as it gets, kept, and
 * told with the command that repeats it. `inputs` must be of what JSON has, bytes and bigints.
 */
export function fuzz<T>(
  target: string,
  inputs: fc.Arbitrary<T>,
  holds: (input: T) => void | Promise<void>,
  limits: FuzzLimits = {},
): void {
  const { seed, seconds, path } = runOptions();
  const timeout = (seconds ?? 0) * 1_000 + shrinkMs;
  test(target, { timeout }, async () => {
    const startedAtMs = performance.now();
    const property = fc.asyncProperty(inputs, (input) => inTime(() => holds(input)));
    const outcome = await fc.check(property, {
      seed,
      ...(path !== undefined && { path }),
      // One that is repeated by its path begins with itself.
      examples: path === undefined ? readCorpus<T>(target).map((input): [T] => [input]) : [],
      ...(seconds === undefined
        ? { numRuns: limits.shortInputs ?? shortInputs }
        : { numRuns: 2 ** 31 - 1, interruptAfterTimeLimit: seconds * 1_000, markInterruptAsFailure: false }),
    });
    const ranS = Math.round((performance.now() - startedAtMs) / 1_000);
    const run = { target, seed, seconds: ranS, inputs: outcome.numRuns };
    if (seconds !== undefined) {
      noteRun({ ...run, result: outcome.failed ? 'failed' : 'nothing found' });
      process.stdout.write(`${target}: ${outcome.numRuns} inputs in ${ranS} s, seed ${seed}\n`);
    }
    if (!outcome.failed) return;
    const [input] = outcome.counterexample ?? [];
    throw new Error(
      `${target} fails for ${inputText(input).slice(0, shownCharacters)}\n` +
        `kept: ${keepInput(target, input)}\n` +
        `repeat: npm run fuzz -- ${target} --seed ${outcome.seed} --path ${outcome.counterexamplePath}\n`,
      { cause: outcome.errorInstance },
    );
  });
}

/** The result, or undefined where it is refused with one of these codes: any other error is a failure. */
export function unlessRefused<T>(act: () => T, ...codes: readonly string[]): T | undefined {
  try {
    return act();
  } catch (error) {
    if (codes.some((code) => isUnderstudyError(error, code as never))) return undefined;
    throw error;
  }
}

/** The same for what takes its time. */
export async function unlessRejected<T>(
  act: () => Promise<T>,
  ...codes: readonly string[]
): Promise<T | undefined> {
  try {
    return await act();
  } catch (error) {
    if (codes.some((code) => isUnderstudyError(error, code as never))) return undefined;
    throw error;
  }
}

async function inTime(run: () => void | Promise<void>): Promise<void> {
  const startedAtMs = performance.now();
  const running = run();
  const tookMs = performance.now() - startedAtMs;
  if (tookMs > slowMs) throw new Error(`it kept the event loop for ${Math.round(tookMs)} ms`);
  if (running === undefined) return;
  let timer: NodeJS.Timeout | undefined;
  const hang = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`it is not through after ${hangMs} ms`)), hangMs);
  });
  try {
    await Promise.race([running, hang]);
  } finally {
    clearTimeout(timer);
  }
}
