import { logWarnings } from './log-warnings.js';
import type { Logger } from './logger.js';

export interface Service {
  readonly logger: Logger;
  /** How long `close` may take: after that the process ends itself. */
  readonly closeDeadlineMs: number;
  /** Resolves with why it cannot go on: it is closed then, too, and the process exits with 1. */
  readonly failed?: Promise<Error>;
  /** Resolves when it has done all that it was to do: it is closed then, and the process exits with 0. */
  readonly fulfilled?: Promise<void>;
  /** Stops taking work, ends what is open within its own deadlines, releases everything. `signal` is the one that asked for it. */
  close(signal?: NodeJS.Signals): Promise<void>;
}

/** Whatever stops a group of processes tells each of them, and then the first one tells the others: one order arrives twice. */
const sameSignalMs = 500;

/**
 * The life of a service process: start, wait for SIGTERM, SIGINT, SIGHUP or its end by itself, close, exit 0 (1 when it failed). A second signal, half a
 * second later or more, or the service's deadline for closing, ends it at once with 1; so does a start that fails untold. Call it from `main.ts` only.
 * From here on files and folders that the process makes, and what it starts, are for its own user alone.
 */
export async function runService(
  start: () => Promise<Service>,
  signals: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGINT', 'SIGHUP'],
): Promise<void> {
  // What it writes (bytes of videos, the embedded store, its identity) is for its user alone, however the machine is set up.
  process.umask(0o077);
  const warnings = logWarnings();
  let service: Service | undefined;
  let stoppedAtMs: number | undefined;
  const giveUp = (why: string) => {
    service?.logger.error({ event: 'gave-up', why }, 'ends before it has closed');
    process.exit(1);
  };
  const stopped = new Promise<NodeJS.Signals>((resolve) => {
    const stop = (signal: NodeJS.Signals) => {
      if (stoppedAtMs !== undefined && performance.now() - stoppedAtMs > sameSignalMs)
        giveUp(`${signal}, a second signal`);
      stoppedAtMs ??= performance.now();
      resolve(signal);
    };
    for (const each of signals) process.on(each, stop);
  });
  try {
    service = await start();
  } catch (error) {
    warnings.write();
    // There may be no logger yet; an operator must see why in any case.
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    // What it was about to start may have been told to end as well.
    process.exit(stoppedAtMs === undefined ? 1 : 0);
  }
  warnings.to(service.logger);
  const { failed, fulfilled } = service;
  const why = await Promise.race([
    stopped,
    ...(failed === undefined ? [] : [failed]),
    ...(fulfilled === undefined ? [] : [fulfilled]),
  ]);
  const isFailure = why instanceof Error;
  const signal = isFailure || why === undefined ? undefined : why;
  if (isFailure) service.logger.fatal({ event: 'failed', error: why }, why.message);
  else service.logger.info({ event: 'stopping', signal }, 'stopping');
  const { closeDeadlineMs } = service;
  setTimeout(() => giveUp(`not closed in ${closeDeadlineMs} ms`), closeDeadlineMs).unref();
  await service.close(signal);
  process.exit(isFailure ? 1 : 0);
}
