import type { ServiceExit, ServiceProcess } from './process/service-process.js';

export interface ClusterOptions {
  /** Keys, store, logs and the workers' directories are kept here. One cluster at a time. */
  readonly dataDir: string;
  /** Default 3. They are called w1, w2, … */
  readonly workers?: number;
  /** Default 1. The first one has `routerPort`, the others any. */
  readonly routers?: number;
  /** Default 0: any free port. */
  readonly routerPort?: number;
  /** Default 127.0.0.1. Everything but the routers listens there in any case. */
  readonly routerHost?: string;
  /** Default `lmdb:`, in the data directory. */
  readonly metadataUrl?: string;
  readonly archiveUrl?: string;
  readonly publicUrl?: string;
  /** Who is told what becomes of videos; for the catalog alone. */
  readonly webhooks?: string;
  /** What playback tokens are signed with; for catalog and routers. Where playback is signed and nothing is named one of the cluster's own. */
  readonly playbackSecrets?: string;
  /** Default `<dataDir>/library`. */
  readonly libraryDir?: string;
  /** Zones given to the workers in turn. Default one zone for all. */
  readonly zones?: readonly string[];
  /** Further variables of all services. */
  readonly env?: Readonly<Record<string, string>>;
  /** Further variables of one worker. */
  readonly workerEnv?: (workerId: string) => Readonly<Record<string, string>>;
  /** Further variables of one router, by its place from 0 on. */
  readonly routerEnv?: (index: number) => Readonly<Record<string, string>>;
  /** Whether what dies is started again. Default false: dying is what there is to see. */
  readonly restart?: boolean;
  /** How long starting may take in all. Default 20,000 ms. */
  readonly startTimeoutMs?: number;
  readonly onEvent?: (event: ClusterEvent) => void;
}

/** What happens in a running cluster without anybody having asked for it, and what became of it. */
export type ClusterEvent =
  | {
      readonly type: 'died';
      readonly name: string;
      readonly pid: number;
      readonly exit: ServiceExit;
      readonly logFile: string;
      /** Until it is started again, where it is. */
      readonly againInMs: number | undefined;
    }
  /** It was told to, or drained. */
  | {
      readonly type: 'ended';
      readonly name: string;
      readonly pid: number;
      readonly againInMs: number | undefined;
    }
  | { readonly type: 'restarted'; readonly name: string; readonly pid: number }
  | {
      readonly type: 'not restarted';
      readonly name: string;
      readonly error: unknown;
      /** Until the next try. */
      readonly againInMs: number;
    }
  | { readonly type: 'file not written'; readonly error: unknown };

export interface Cluster {
  readonly dataDir: string;
  readonly apiKey: string;
  readonly adminKey: string;
  /** The one that runs, or ran last; so of the console, and of each router. */
  readonly catalog: ServiceProcess;
  readonly console: ServiceProcess;
  readonly routers: readonly ServiceProcess[];
  /** Those that run, in the order of their IDs. */
  readonly workers: readonly ServiceProcess[];
  /**
   * Starts a worker on `<dataDir>/workers/<id>`: one that died is itself again, a new ID is a new worker. `env` are further
   * variables of this one process.
   */
  startWorker(id: string, env?: Readonly<Record<string, string>>): Promise<ServiceProcess>;
  /** Starts again, at its address, a catalog, console or router that died. */
  startAgain(name: string): Promise<ServiceProcess>;
  /** Ends everything: SIGINT, and SIGKILL for what is left after a while. Removes `cluster.json`. May be called twice. */
  stop(): Promise<void>;
  /** SIGKILL to everything at once. */
  kill(): void;
}
