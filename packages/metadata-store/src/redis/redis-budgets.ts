import { type Budgets, type Charge, refusal, thousandths } from '../budgets.js';
import { checkName } from '../names.js';
import type { RedisCommands } from './redis-commands.js';
import type { RedisKeys } from './redis-keys.js';

export function redisBudgets(commands: RedisCommands, keys: RedisKeys): Budgets {
  return {
    async charge(budgetKey, price, terms): Promise<Charge> {
      const cost = thousandths(price);
      const key = keys.budget(checkName('budget key', budgetKey));
      const values = [cost, terms.burst * 1_000, terms.perSecond];
      const [granted, kept] = await commands.run('chargeBudget', [key], values);
      const left = Number(kept);
      return granted === 1 ? { granted: true, left: left / 1_000 } : refusal(left, cost, terms);
    },

    async refund(budgetKey, price, terms) {
      const key = keys.budget(checkName('budget key', budgetKey));
      await commands.run('refundBudget', [key], [thousandths(price), terms.burst * 1_000, terms.perSecond]);
    },
  };
}
