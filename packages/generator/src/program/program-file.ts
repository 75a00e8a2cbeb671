import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { FieldErrors, readBySchema, type SchemaNode } from '@understudy/description';
import { UnderstudyError } from '@understudy/errors';
import { flatCostPerS } from '../price/flat-costs.js';

/** What an operator says of a program that makes videos. `docs/reference/generator-file.md` has the same list. */
export interface ProgramFile {
  readonly name: string;
  readonly version: string;
  readonly resumable: 'byte' | 'segment' | 'none';
  readonly command: readonly string[];
  readonly poster?: readonly string[];
  readonly environment?: readonly string[];
  readonly files: readonly string[];
  readonly toolchain?: readonly (readonly string[])[];
  readonly input?: unknown;
  readonly codecs: string;
  readonly peakKbitPerS: number;
  readonly costPerS?: number;
  readonly runS?: number;
  readonly memoryMb?: number;
  readonly outputMb?: number;
}

/** Where it was read from: relative paths in it begin there, and its program runs there. */
export interface FoundProgramFile extends ProgramFile {
  readonly directory: string;
}

/** Longer ones are a mistake. */
const maxFileBytes = 1_000_000;
const faultsShown = 10;

const word: SchemaNode = { type: 'string', minLength: 1, maxLength: 1_000 };
const command: SchemaNode = { type: 'array', items: word, minItems: 1, maxItems: 100 };

/** Of the file. The defaults of what may be left out are in `programDefaults`. */
export const programFileSchema: SchemaNode = {
  type: 'object',
  properties: {
    name: {
      type: 'string',
      maxLength: 40,
      pattern: '^[a-z][a-z0-9-]{0,39}$',
      description: 'lower-case letters, digits and hyphens, 1 to 40 characters',
    },
    version: {
      type: 'string',
      minLength: 1,
      maxLength: 40,
      pattern: '^[^@#\\s]+$',
      description: 'without spaces, @ and #',
    },
    resumable: { enum: ['byte', 'segment', 'none'] },
    command,
    poster: command,
    environment: {
      type: 'array',
      minItems: 0,
      maxItems: 100,
      items: {
        type: 'string',
        maxLength: 10_000,
        pattern: '^[A-Za-z_][A-Za-z0-9_]*=',
        description: 'NAME=value',
      },
    },
    files: { type: 'array', items: word, minItems: 1, maxItems: 1_000 },
    toolchain: { type: 'array', items: command, minItems: 1, maxItems: 20 },
    input: { maxJsonBytes: 100_000 },
    codecs: {
      type: 'string',
      minLength: 4,
      maxLength: 100,
      pattern: '^[A-Za-z0-9.,]+$',
      description: 'as in RFC 6381, such as avc1.64001E',
    },
    peakKbitPerS: { type: 'integer', minimum: 1, maximum: 1_000_000 },
    costPerS: { type: 'number', minimum: 0.001, maximum: 1_000, description: '0.001 to 1,000' },
    runS: { type: 'integer', minimum: 1, maximum: 86_400 },
    memoryMb: { type: 'integer', minimum: 16, maximum: 1_000_000 },
    outputMb: { type: 'integer', minimum: 1, maximum: 1_000_000 },
  },
  required: ['name', 'version', 'resumable', 'command', 'files', 'codecs', 'peakKbitPerS'],
};

/** What is bounded although the file says nothing. */
export const programDefaults = {
  costPerS: flatCostPerS,
  runS: 3_600,
  memoryMb: 2_048,
  outputMb: 4_096,
} as const;

/**
 * Reads what an operator says of a program.
 * @throws UnderstudyError `invalid_configuration`, which names the file, the fields and what would be right
 */
export async function readProgramFile(path: string): Promise<FoundProgramFile> {
  const refuse = (why: string, cause?: unknown) =>
    new UnderstudyError('invalid_configuration', `the generator's file ${path} ${why}`, { cause });
  let value: unknown;
  try {
    const text = await readFile(path, 'utf8');
    if (text.length > maxFileBytes) throw refuse(`is longer than ${maxFileBytes} bytes`);
    value = JSON.parse(text);
  } catch (error) {
    throw error instanceof UnderstudyError ? error : refuse('cannot be read as JSON', error);
  }
  const errors = new FieldErrors(faultsShown);
  const file = readBySchema(programFileSchema, value, '', errors) as ProgramFile;
  if (errors.list.length > 0)
    throw refuse(
      `is wrong: ${errors.list.map((each) => `${each.path || 'the whole'} ${each.message}`).join('; ')}`,
    );
  return { ...file, directory: dirname(resolve(path)) };
}
