import { isUnderstudyError } from '@understudy/errors';

/** What came of one promise. */
export interface Kept {
  readonly promise: string;
  readonly kept: boolean;
  /** Why not, or what was found. */
  readonly detail: string;
}

export interface Report {
  /** Whether every promise is kept. */
  readonly conforms: boolean;
  readonly promises: readonly Kept[];
  /** The same for a person to read: a line for each promise. */
  readonly text: string;
}

/** Collects what came of promises, one after the other. */
export class Reporter {
  readonly #promises: Kept[] = [];
  readonly #timeoutMs: number;

  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  /** Checks one promise: `check` throws where it is broken, and may tell what it found. A check that hangs is one that failed. */
  async check(promise: string, check: (signal: AbortSignal) => Promise<string | undefined>): Promise<void> {
    const deadline = new AbortController();
    const late = new Error(`took longer than ${this.#timeoutMs} ms`);
    const timer = setTimeout(() => deadline.abort(late), this.#timeoutMs);
    const overdue = new Promise<never>((_, reject) => {
      deadline.signal.addEventListener('abort', () => reject(late), { once: true });
    });
    try {
      const found = await Promise.race([check(deadline.signal), overdue]);
      this.#promises.push({ promise, kept: true, detail: found ?? '' });
    } catch (error) {
      const code = isUnderstudyError(error) ? `${error.code}: ` : '';
      const why = error instanceof Error ? error.message : String(error);
      this.#promises.push({ promise, kept: false, detail: `${code}${why}` });
    } finally {
      clearTimeout(timer);
      // Whatever hung is told to end.
      deadline.abort(late);
    }
  }

  report(name: string): Report {
    const conforms = this.#promises.every(({ kept }) => kept);
    const lines = this.#promises.map(({ promise, kept, detail }) => {
      const end = detail === '' ? '' : ` (${detail})`;
      return `${kept ? 'kept  ' : 'BROKEN'} ${promise}${end}`;
    });
    const broken = this.#promises.filter(({ kept }) => !kept).length;
    const sum = conforms ? 'keeps all its promises' : `breaks ${broken} of ${this.#promises.length} promises`;
    return {
      conforms,
      promises: this.#promises,
      text: [`The generator ${name} ${sum}:`, ...lines].join('\n'),
    };
  }
}

/** @throws Error `what` unless `holds` */
export function expectThat(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what);
}
