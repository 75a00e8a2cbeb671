import type { Logger } from '@understudy/service-kit';
import { Counter, type Registry } from 'prom-client';

/** What keys pay for what they describe. */
export function priceEvents(logger: Logger, registry: Registry) {
  const registers = [registry];
  const charged = new Counter({
    name: 'understudy_key_budget_charged_seconds_total',
    help: 'Generation-seconds taken from budgets of API keys',
    registers,
  });
  const refused = new Counter({
    name: 'understudy_key_budget_refusals_total',
    help: 'Times that a budget was too small for what was to be described',
    registers,
  });
  return {
    /** Only counted: whoever has used up a budget can ask as often as it likes. */
    budgetCharged(price: number, granted: boolean) {
      if (granted) charged.inc(price);
      else refused.inc();
    },
    calibrationsUnread(error: unknown) {
      logger.error(
        { event: 'calibrations.unread', error },
        'what workers tell of their costs could not be read; prices stay as they are',
      );
    },
  };
}
