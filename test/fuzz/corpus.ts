import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * Inputs that once failed, a file for each, in the folder of their target. They are what every run begins with, also where the target makes
 * other inputs of a seed today.
 */
const root = fileURLToPath(new URL('corpus', import.meta.url));

/** The kept inputs of a target, in the order of their files' names. */
export function readCorpus<T>(target: string): T[] {
  const folder = `${root}/${target}`;
  return namesIn(folder).map((name) => parseInput(readFileSync(`${folder}/${name}`, 'utf8')) as T);
}

/** Keeps an input; returns the path of its file. */
export function keepInput(target: string, input: unknown): string {
  const text = inputText(input);
  const name = createHash('sha256').update(text).digest('hex').slice(0, 12);
  mkdirSync(`${root}/${target}`, { recursive: true });
  writeFileSync(`${root}/${target}/${name}.json`, `${text}\n`);
  return `test/fuzz/corpus/${target}/${name}.json`;
}

/** An input as JSON; bytes in base64, and what JSON has no word for by its name. */
export function inputText(input: unknown): string {
  return JSON.stringify(
    input,
    function (this: Record<string, unknown>, key, value: unknown) {
      // By itself a buffer has become an object of its own making before it comes here.
      const raw = this[key];
      if (raw instanceof Uint8Array) return { $bytes: Buffer.from(raw).toString('base64') };
      return typeof raw === 'bigint' ? { $bigint: String(raw) } : value;
    },
    2,
  );
}

function parseInput(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown) => {
    const { $bytes, $bigint } = (value ?? {}) as { $bytes?: string; $bigint?: string };
    if ($bytes !== undefined) return Buffer.from($bytes, 'base64');
    return $bigint === undefined ? value : BigInt($bigint);
  });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
