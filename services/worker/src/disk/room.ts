/** In bytes. */
export interface Space {
  /** What this worker stores. */
  readonly used: number;
  /** What the file system has left for it. */
  readonly free: number;
  /** What this worker may store; infinite where nothing was set. */
  readonly quota: number;
  /** What must stay free on the file system, whoever fills it. */
  readonly reserve: number;
}

/** What a worker may store now, and the marks below it. In bytes. */
export interface Room {
  /** Nothing is written past it. */
  readonly limit: number;
  /** Past it copies are evicted. */
  readonly high: number;
  /** Until it copies are evicted. */
  readonly low: number;
}

/** Distances of the marks: what is being written while copies go, and so much at once that it is not done for each piece. */
const highShare = 0.95;
const lowShare = 0.9;

/** The room of a worker: its quota, or less where the file system has less. A limit of 0 stands for none at all. */
export function roomIn({ used, free, quota, reserve }: Space): Room {
  const limit = Math.max(0, Math.min(quota, used + free - reserve));
  return { limit, high: limit * highShare, low: limit * lowShare };
}
