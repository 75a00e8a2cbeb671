import { readFileSync } from 'node:fs';
import { UnderstudyError } from '@understudy/errors';

/** Reads typed values; what is wrong is collected, so that one start tells of every mistake. */
export interface EnvReader {
  text(name: string, fallback?: string): string;
  optionalText(name: string): string | undefined;
  /** A text that must not be seen: also from the file that `<name>_FILE` names, as containers get their secrets. */
  secret(name: string): string;
  optionalSecret(name: string): string | undefined;
  /** Decimal digits only: "80a0" is refused, not taken for 80. */
  integer(name: string, options: { fallback?: number; min: number; max: number }): number;
  optionalInteger(name: string, options: { min: number; max: number }): number | undefined;
  number(name: string, options: { fallback?: number; min: number; max: number }): number;
  choice<T extends string>(name: string, choices: readonly T[], fallback?: T): T;
  /** An absolute http or https URL, without a trailing slash. */
  httpUrl(name: string, fallback?: string): string;
  optionalHttpUrl(name: string): string | undefined;
}

const integerPattern = /^-?\d{1,15}$/;
const numberPattern = /^-?\d{1,15}(\.\d{1,9})?$/;

/**
 * Turns the environment into a configuration by `build`.
 * @throws UnderstudyError `invalid_configuration`, naming every variable that is missing or wrong and what it may be.
 */
export function readEnv<T>(env: NodeJS.ProcessEnv, build: (reader: EnvReader) => T): T {
  const mistakes: string[] = [];

  /** The variable's value, or undefined when unset or empty: compose files pass empty strings for what is not set. */
  const raw = (name: string) => (env[name] === '' ? undefined : env[name]);

  const missing = <V>(name: string, fallback: V | undefined, expected: string, stand: V): V => {
    if (fallback !== undefined) return fallback;
    mistakes.push(`${name} is not set; it must be ${expected}`);
    return stand;
  };

  /** The variable's value, or the content of the file that it is kept in. Neither is part of a message. */
  const secret = (name: string) => {
    const text = raw(name);
    const path = raw(`${name}_FILE`);
    if (path === undefined) return text;
    if (text !== undefined) mistakes.push(`${name} and ${name}_FILE must not both be set`);
    try {
      const kept = readFileSync(path, 'utf8').trim();
      if (kept === '') mistakes.push(`${name}_FILE names ${path}, which is empty`);
      return kept;
    } catch (error) {
      mistakes.push(
        `${name}_FILE names ${path}, which cannot be read (${(error as NodeJS.ErrnoException).code})`,
      );
      return '';
    }
  };

  const numeric = (
    name: string,
    pattern: RegExp,
    kind: string,
    options: { fallback?: number; min: number; max: number },
  ) => {
    const text = raw(name);
    const expected = `${kind} from ${options.min} to ${options.max}`;
    if (text === undefined) return missing(name, options.fallback, expected, options.min);
    const value = pattern.test(text) ? Number(text) : Number.NaN;
    if (value >= options.min && value <= options.max) return value;
    mistakes.push(`${name} must be ${expected}, is ${JSON.stringify(text)}`);
    return options.min;
  };

  const httpUrl = (name: string, fallback?: string) => {
    const text = raw(name) ?? missing(name, fallback, 'an http or https URL', '');
    if (text === '') return text;
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url?.protocol === 'http:' || url?.protocol === 'https:') return url.href.replace(/\/$/, '');
    mistakes.push(`${name} must be an http or https URL`);
    return text;
  };

  const value = build({
    text: (name, fallback) => raw(name) ?? missing(name, fallback, 'a text', ''),
    optionalText: raw,
    secret: (name) =>
      secret(name) ?? missing(name, undefined, `a text, or ${name}_FILE the path of a file`, ''),
    optionalSecret: secret,
    integer: (name, options) => numeric(name, integerPattern, 'a whole number', options),
    optionalInteger: (name, options) =>
      raw(name) === undefined ? undefined : numeric(name, integerPattern, 'a whole number', options),
    number: (name, options) => numeric(name, numberPattern, 'a number', options),
    choice: (name, choices, fallback) => {
      const text = raw(name);
      const expected = `one of ${choices.join(', ')}`;
      const first = choices[0] as (typeof choices)[number];
      if (text === undefined) return missing(name, fallback, expected, first);
      const found = choices.find((choice) => choice === text);
      if (found !== undefined) return found;
      mistakes.push(`${name} must be ${expected}, is ${JSON.stringify(text)}`);
      return first;
    },
    httpUrl,
    optionalHttpUrl: (name) => (raw(name) === undefined ? undefined : httpUrl(name)),
  });
  if (mistakes.length > 0) throw new UnderstudyError('invalid_configuration', mistakes.join('; '));
  return value;
}
