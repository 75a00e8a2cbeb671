import type { Logger } from './logger.js';

/**
 * Has what Node and libraries warn of (`process.emitWarning`) logged as events, in place of the lines of text that Node writes to standard error: whoever
 * reads logs as JSON reads all of it. Until there is a logger the warnings are kept.
 */
export function logWarnings(): { to(logger: Logger): void } {
  const early: Error[] = [];
  let log = (warning: Error) => {
    early.push(warning);
  };
  // Node's own listener, which writes them.
  process.removeAllListeners('warning');
  process.on('warning', (warning) => log(warning));
  return {
    to(logger) {
      log = ({ name, message }) => logger.warn({ event: 'process.warning', name }, message);
      for (const warning of early.splice(0)) log(warning);
    },
  };
}
