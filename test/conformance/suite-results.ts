import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export interface SuiteTest {
  readonly id: string;
  /** `required` by the specification, `optimal` for a cache, or a `check` of what caches do. */
  readonly kind: 'required' | 'optimal' | 'check';
  /** What it complained of; undefined where it passed. */
  readonly complaint: string | undefined;
}

interface Suites {
  readonly default: readonly {
    readonly tests: readonly { id: string; kind?: SuiteTest['kind']; browser_only?: boolean }[];
  }[];
}

interface Runner {
  runTests(suites: unknown, fetchOf: typeof fetch, isBrowser: boolean, baseUrl: string): Promise<void>;
  getResults(): Record<string, true | [name: string, message: string]>;
}

/** Runs the suite in `suiteDir` with node's own fetch, which has no cache. */
export async function runSuite(suiteDir: string, baseUrl: string): Promise<SuiteTest[]> {
  const load = (path: string) => import(pathToFileURL(join(suiteDir, path)).href);
  const { runTests, getResults } = (await load('client/runner.mjs')) as Runner;
  const { default: suites } = (await load('tests/index.mjs')) as Suites;
  await runTests(suites, fetch, false, baseUrl);
  const results = getResults();
  return suites
    .flatMap(({ tests }) => tests)
    .filter((test) => test.browser_only !== true)
    .map(({ id, kind = 'required' }) => {
      const result = results[id];
      return { id, kind, complaint: result === true ? undefined : (result?.[1] ?? 'it did not run') };
    });
}
