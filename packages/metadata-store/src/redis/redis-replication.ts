import { checkForMs, choiceText, type Replication, settingAt } from '../replication.js';
import type { RedisCommands } from './redis-commands.js';
import type { RedisKeys } from './redis-keys.js';

export function redisReplication(commands: RedisCommands, keys: RedisKeys): Replication {
  return {
    async setReplication(choice, forMs) {
      checkForMs(forMs);
      await commands.run('setReplication', [keys.replication], [choiceText(choice), forMs ?? 0]);
    },

    async readReplication() {
      const reply = await commands.run('readReplication', [keys.replication], []);
      const [nowMs, standing, temporary, untilMs] = reply as [number, string, string, string];
      return settingAt({ standing, temporary, untilMs: Number(untilMs) }, nowMs);
    },
  };
}
