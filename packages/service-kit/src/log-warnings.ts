import type { Logger } from './logger.js';

interface LoggedWarnings {
  /** From here on. Those of before come first. */
  to(logger: Logger): void;
  /** Those of before go to standard error, where there is no logger. */
  write(): void;
}

/** What `process.emitWarning` makes. */
interface Warning extends Error {
  readonly code?: string;
  readonly detail?: string;
}

/**
 * Has what Node and libraries warn of (`process.emitWarning`) logged as events, in place of the lines of text that Node writes to standard error: whoever
 * reads logs as JSON reads all of it. Until there is a logger the warnings are kept. Where Node was told to be silent (`--no-warnings`) it stays so.
 */
export function logWarnings(): LoggedWarnings {
  const early: Warning[] = [];
  let log = (warning: Warning) => {
    early.push(warning);
  };
  // Node's own, which writes them.
  if (process.listenerCount('warning') > 0) {
    process.removeAllListeners('warning');
    process.on('warning', (warning) => log(warning));
  }
  return {
    to(logger) {
      log = ({ name, message, code, detail }) =>
        logger.warn({ event: 'process.warning', name, code, detail }, message);
      for (const warning of early.splice(0)) log(warning);
    },
    write() {
      for (const { name, message } of early.splice(0)) process.stderr.write(`${name}: ${message}\n`);
    },
  };
}
