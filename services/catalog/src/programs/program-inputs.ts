import { type Description, programOf } from '@understudy/description';
import { type FieldError, UnderstudyError } from '@understudy/errors';
import { readProgramFile } from '@understudy/generator';
import type { ErrorObject, ValidateFunction } from 'ajv';

const sourcePath = '/scenes/0/source';
/** A name that a schema refuses is the client's, and may be of any length. */
const shownCharacters = 200;

/** Looks whether what a description tells a program is what the operator says that it understands. */
export interface ProgramInputs {
  /** What a second of video costs the program, in generation-seconds; undefined where its file says nothing, or there is none. */
  readonly costPerS: number | undefined;
  /** @throws UnderstudyError `invalid_description`, which names the fields that are wrong */
  check(description: Description): void;
}

/**
 * The check that the operator's file asks for; without a file whatever a description's own limits allow is taken.
 * @throws UnderstudyError `invalid_configuration` for a file that is wrong, or a schema that is none
 */
export async function openProgramInputs(path: string | undefined): Promise<ProgramInputs> {
  if (path === undefined) return { costPerS: undefined, check: () => undefined };
  const { name, input: schema, costPerS } = await readProgramFile(path);
  const validate = schema === undefined ? undefined : await compile(path, schema);
  return {
    costPerS,
    check(description) {
      const source = programOf(description);
      if (source === undefined) return;
      if (source.name !== name) refuse([{ path: `${sourcePath}/name`, message: `must be "${name}"` }]);
      if (validate === undefined || validate(source.input ?? {})) return;
      refuse((validate.errors ?? []).map(fieldErrorOf));
    },
  };
}

async function compile(path: string, schema: unknown): Promise<ValidateFunction> {
  // Only who has a schema loads what reads it.
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  try {
    return new Ajv2020({ allErrors: false, strict: true }).compile(schema as object);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UnderstudyError(
      'invalid_configuration',
      `the generator's file ${path}: its input is no JSON Schema: ${why}`,
      {
        cause,
      },
    );
  }
}

function fieldErrorOf({ instancePath, message, params }: ErrorObject): FieldError {
  const named = Object.values(params as Record<string, unknown>).filter(
    (each) => typeof each === 'string' || Array.isArray(each),
  );
  const detail = named.length === 0 ? '' : `: ${JSON.stringify(named[0])}`.slice(0, shownCharacters);
  return {
    path: `${sourcePath}/input${instancePath}`.slice(0, shownCharacters),
    message: `${message ?? 'is not valid'}${detail}`,
  };
}

function refuse(fieldErrors: readonly FieldError[]): never {
  throw new UnderstudyError('invalid_description', 'the program does not take it', { fieldErrors });
}
