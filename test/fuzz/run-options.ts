/** How one run goes. `npm run fuzz` sets these; without them it is the short form, which finds the same every time. */
export interface RunOptions {
  readonly seed: number;
  /** For each target. Undefined in the short form, which ends after so many inputs. */
  readonly seconds: number | undefined;
  /** Of the input that failed, by which fast-check finds it again. */
  readonly path: string | undefined;
}

/** Of the short form: any number that stays the same. */
const fixedSeed = 7;

/** Reads `FUZZ_SEED`, `FUZZ_SECONDS` and `FUZZ_PATH`. */
export function runOptions(env: NodeJS.ProcessEnv = process.env): RunOptions {
  const { FUZZ_SEED: seed, FUZZ_SECONDS: seconds, FUZZ_PATH: path } = env;
  return {
    seed: seed === undefined ? fixedSeed : Number(seed),
    seconds: seconds === undefined ? undefined : Number(seconds),
    path,
  };
}
