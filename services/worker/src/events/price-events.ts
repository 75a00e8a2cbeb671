import type { Logger } from '@understudy/service-kit';
import { Counter, type Registry } from 'prom-client';
import { reason } from './fields.js';

/** What making costs, and who pays for it. */
export function priceEvents(logger: Logger, registry: Registry) {
  const registers = [registry];
  const charged = new Counter({
    name: 'understudy_budget_charged_seconds_total',
    help: 'Generation-seconds taken from budgets of viewers',
    registers,
  });
  const refused = new Counter({
    name: 'understudy_budget_refusals_total',
    help: 'Times that a budget was too small for what was to be made',
    registers,
  });
  return {
    /** Only counted: whoever has used up a budget can ask as often as it likes. */
    budgetCharged(price: number, granted: boolean) {
      if (granted) charged.inc(price);
      else refused.inc();
    },
    refundFailed(error: unknown) {
      logger.error(
        { event: 'budget.refund-failed', ...reason(error) },
        'what was paid for and not made could not be given back',
      );
    },
    calibrated(machine: number) {
      logger.info({ event: 'calibrated', machine }, 'measured what making costs here');
    },
    calibrationFailed(error: unknown) {
      logger.warn(
        { event: 'calibration.failed', ...reason(error) },
        'what making costs here could not be measured, kept or told',
      );
    },
  };
}
