/** What an operation of a generated document takes and answers, as types. */

export type Method = 'get' | 'post' | 'put' | 'delete';

/** The paths of a document that have a method. */
export type PathsWith<Paths, M extends Method> = {
  [Path in keyof Paths]: Paths[Path] extends { readonly [Name in M]: object } ? Path : never;
}[keyof Paths] &
  string;

export type OperationOf<Paths, Path extends keyof Paths, M extends Method> = Paths[Path] extends {
  readonly [Name in M]: infer Operation;
}
  ? Operation
  : never;

export interface Limits {
  /** For the whole answer, or for its head where that is what is asked for; by default that of the client. */
  readonly timeoutMs?: number;
  /** Gives up the call, with its own reason. */
  readonly signal?: AbortSignal;
}

/** What an operation asks for: `path`, `query`, `header` and `body`, each where it has some. */
type Question<Operation> = Limits &
  Values<Operation, 'path'> &
  Values<Operation, 'query'> &
  Values<Operation, 'header'> &
  Body<Operation>;

/** The last argument of a call: it may be left out where nothing has to be said. */
export type Asked<Operation> =
  object extends Question<Operation> ? [question?: Question<Operation>] : [question: Question<Operation>];

type Values<Operation, Place extends 'path' | 'query' | 'header'> = Operation extends {
  readonly parameters: infer Parameters extends { readonly [Name in Place]?: unknown };
}
  ? NonNullable<Parameters[Place]> extends never
    ? object
    : { readonly [Name in keyof Pick<Parameters, Place>]: Parameters[Name] }
  : object;

type Body<Operation> = Operation extends {
  readonly requestBody: { readonly content: { readonly 'application/json': infer Json } };
}
  ? { readonly body: Json }
  : object;

type Good = 200 | 201 | 204;

/** The JSON of an operation's good answers; undefined where they have none. */
export type AnswerOf<Operation> = Operation extends { readonly responses: infer Responses }
  ? JsonOf<Responses[keyof Responses & Good]>
  : never;

type JsonOf<Response> = Response extends { content: { readonly 'application/json': infer Json } }
  ? Json
  : undefined;
