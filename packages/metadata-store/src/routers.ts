/** A router as it announces itself, for those who operate it; workers and players have no use for it. */
export interface RouterRecord {
  /** Of this run of the process: a router keeps nothing that would make it the same after a restart. */
  readonly id: string;
  /** Base URL of its admin server. */
  readonly url: string;
  readonly pid: number;
}

export interface Routers {
  /** Says "here I am" for another `leaseMs`, by the store's clock. */
  announceRouter(router: RouterRecord, leaseMs: number): Promise<void>;

  /** Goes at once. Nothing happens when it is not there. */
  removeRouter(routerId: string): Promise<void>;

  /** Those whose lease has not run out, sorted by ID. */
  readRouters(): Promise<readonly RouterRecord[]>;
}

export function byRouterId(a: RouterRecord, b: RouterRecord): number {
  return a.id < b.id ? -1 : 1;
}
