/** What the S3 server of the tests does wrong; nothing by default. */
export interface S3Faults {
  /** Waited before each request is looked at. */
  readonly delayMs?: number;
  /** Every request is answered so. */
  readonly status?: number;
  /** The body of an object is cut after so many bytes, the connection with it. */
  readonly cutAfterBytes?: number;
  /** The body of an object goes on after so many bytes only when the faults are changed: the server hangs in it. */
  readonly hangAfterBytes?: number;
}

/** What is asked of the server's process, and its answers, by number. */
export type S3Question =
  | { readonly id: number; readonly faults: S3Faults }
  | { readonly id: number; readonly tell: 'requests' | 'uploads' };
export interface S3Reply {
  readonly id: number;
  readonly told?: readonly string[];
}

/** The only key that it takes. */
export const accessKeyId = 'understudy-test';
