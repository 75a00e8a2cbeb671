/** A moment by two clocks. */
export interface Moment {
  /** `performance.now()`: goes on while the process is stopped (SIGSTOP), stands still while the machine is suspended, is never set. */
  readonly steadyMs: number;
  /** `Date.now()`: goes on while the machine is suspended, and may be set. */
  readonly wallMs: number;
}

/** This moment by both. */
export function momentNow(): Moment {
  return { steadyMs: performance.now(), wallMs: Date.now() };
}

/** How much time has gone by, by the clock that says more: to think it was too long costs a question, too short a wrong seal. */
export function msSince({ steadyMs, wallMs }: Moment): number {
  return Math.max(performance.now() - steadyMs, Date.now() - wallMs);
}
