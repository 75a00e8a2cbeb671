import { type ErrorCode, errorTable } from '@understudy/errors';
import type { SchemaAnswer } from './route-schema.js';
import { type Static, Type } from './type.js';

const fieldProblem = Type.Object({
  path: Type.String({ description: "JSON Pointer (RFC 6901) to the field; '' for the whole" }),
  message: Type.String({ description: 'What is wrong, the limit, and what would be right' }),
});

export type FieldProblem = Static<typeof fieldProblem>;

/** What making costs. */
export const priceSchema = Type.Object(
  {
    generationSeconds: Type.Number({
      minimum: 0,
      description: 'Seconds of one processor of a usual worker, as estimated before anything is made',
    }),
  },
  { title: 'Price' },
);

/** A problem document (RFC 9457), as `application/problem+json`. */
export const problemSchema = Type.Object(
  {
    title: Type.String({ description: 'For people' }),
    status: Type.Integer({ minimum: 400, maximum: 599 }),
    code: Type.Enum(Object.keys(errorTable) as ErrorCode[], { description: 'Stable: decide by it' }),
    detail: Type.Optional(Type.String({ description: 'What is to be said of this occurrence' })),
    price: Type.Optional(priceSchema),
    errors: Type.Optional(Type.Array(fieldProblem, { maxItems: 20, description: 'Fields that are wrong' })),
  },
  { title: 'Problem' },
);

export type ProblemAnswers = Readonly<Record<number, SchemaAnswer>>;

const retryAfter = Type.Integer({ minimum: 0, description: 'Seconds until another try makes sense' });

/** The answers of a route for each of these errors, by their status; `internal` may always be one. */
export function problems(...codes: readonly ErrorCode[]): ProblemAnswers {
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of [...codes, 'internal'] as const) {
    const { statusCode } = errorTable[code];
    byStatus.set(statusCode, [...(byStatus.get(statusCode) ?? []), code]);
  }
  return Object.fromEntries([...byStatus].map(([status, named]) => [status, answerFor(status, named)]));
}

/** `answers` and those for these errors, each where it is not among them already. */
export function addProblems(
  answers: Readonly<Record<number, SchemaAnswer>>,
  ...codes: readonly ErrorCode[]
): Readonly<Record<number, SchemaAnswer>> {
  const all: Record<number, SchemaAnswer> = { ...answers };
  for (const code of codes) {
    const { statusCode } = errorTable[code];
    const answer = answerFor(statusCode, [code]);
    const there = all[statusCode];
    if (there?.description.includes(`\`${code}\``)) continue;
    all[statusCode] =
      there === undefined
        ? answer
        : { ...there, ...answer, description: `${there.description} ${answer.description}` };
  }
  return all;
}

function answerFor(status: number, codes: readonly ErrorCode[]): SchemaAnswer {
  return {
    description: codes.map((code) => `\`${code}\`: ${errorTable[code].title}`).join(' '),
    ...([429, 503, 507].includes(status) && { headers: { 'Retry-After': retryAfter } }),
    content: { 'application/problem+json': { schema: problemSchema } },
  };
}
