/** What is undefined is not told. */
type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** Of a request, as node has them. */
export type HeaderFields = Readonly<Record<string, string | string[] | undefined>>;

/** Whether it answers a request of another program, sends one, or neither. */
export type SpanKind = 'server' | 'client' | 'internal';

/** Traces of this service. Where there are none it is undefined, so that asking for it is all that they cost. */
export interface Tracing {
  /**
   * Begins a span in the trace that a request names in its `headers` (W3C Trace Context). Where they name none, or are malformed, it is
   * the first span of a new trace.
   */
  startSpan(name: string, kind: SpanKind, headers: HeaderFields, attributes: Attributes): Span;
  /** Sends what has ended, and gives up after 2 s. Never rejects. */
  close(): Promise<void>;
}

/** A piece of work in a trace, from its beginning to `end`. */
export interface Span {
  /** What to give to whoever is asked for a part of the work (W3C Trace Context). */
  readonly headers: Readonly<Record<string, string>>;
  setAttributes(attributes: Attributes): void;
  /** Something that happened now. */
  addEvent(name: string, attributes: Attributes): void;
  /** A part of the work. */
  startChild(name: string, kind: SpanKind, attributes: Attributes): Span;
  /**
   * Tells of work that has just ended, well or with `failure`, and began at `startedAtMs` (`performance.now()`). It stands beside this
   * span, below the request that this answers: a process that dies never tells of its open spans, and what is below them is lost.
   */
  recordBeside(name: string, attributes: Attributes, startedAtMs: number, failure?: string): void;
  /** Once. `failure` is the code of what it failed with. */
  end(failure?: string): void;
}
