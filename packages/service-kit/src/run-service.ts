import type { Logger } from './logger.js';

export interface Service {
  readonly logger: Logger;
  /** How long `close` may take: after that the process ends itself. */
  readonly closeDeadlineMs: number;
  /** Resolves with why it cannot go on: it is closed then, too, and the process exits with 1. */
  readonly failed?: Promise<Error>;
  /** Stops taking work, ends what is open within its own deadlines, releases everything. */
  close(): Promise<void>;
}

/**
 * The life of a service process: start, wait for SIGTERM or SIGINT, close, exit 0 (1 when it failed by itself). A second signal, or the
 * service's deadline for closing, ends it at once with 1; so does a failing start. Call it from `main.ts` only.
 */
export async function runService(
  start: () => Promise<Service>,
  signals: readonly NodeJS.Signals[] = ['SIGTERM', 'SIGINT'],
): Promise<void> {
  const stopped = new Promise<NodeJS.Signals>((resolve) => {
    for (const each of signals) process.once(each, resolve);
  });
  let service: Service;
  try {
    service = await start();
  } catch (error) {
    // There may be no logger yet; an operator must see why in any case.
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
  const why = await Promise.race([stopped, ...(service.failed === undefined ? [] : [service.failed])]);
  const isFailure = why instanceof Error;
  if (isFailure) service.logger.fatal({ event: 'failed', error: why }, why.message);
  else service.logger.info({ event: 'stopping', signal: why }, 'stopping');
  const giveUp = () => process.exit(1);
  for (const each of signals) process.once(each, giveUp);
  setTimeout(giveUp, service.closeDeadlineMs).unref();
  await service.close();
  process.exit(isFailure ? 1 : 0);
}
