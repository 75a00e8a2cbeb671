/** A part of JSON Schema (2020-12). */
type Schema = object;

/** What one status of a route is answered with. */
export interface SchemaAnswer {
  readonly description: string;
  readonly headers?: Readonly<Record<string, Schema>>;
  /** By media type. */
  readonly content?: Readonly<Record<string, { readonly schema: Schema }>>;
  /** Where there is no body. */
  readonly type?: 'null';
}

/**
 * What a route takes and answers, for the document of the API. It describes: what comes is read, and refused in words of ours, by the
 * route itself.
 */
export interface RouteSchema {
  /** Unique in its document. */
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  /** One: under which heading it stands. */
  readonly tags: readonly [string];
  /** Empty where no key is needed. */
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly params?: Schema;
  readonly querystring?: Schema;
  readonly headers?: Schema;
  readonly body?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> } | Schema;
  readonly response: Readonly<Record<number, SchemaAnswer>>;
}
