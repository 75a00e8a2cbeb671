import { checkName } from '../names.js';
import { forgottenAtOnce, type Sessions } from '../sessions.js';
import type { RedisCommands } from './redis-commands.js';
import type { RedisKeys } from './redis-keys.js';

export function redisSessions(commands: RedisCommands, keys: RedisKeys): Sessions {
  const sessionKeys = [keys.sessions, keys.sessionEnds] as const;
  return {
    async saveSession(sessionKey, json, { ttlMs, most }) {
      const values = [checkName('session key', sessionKey), json, ttlMs, most, forgottenAtOnce];
      await commands.run('saveSession', sessionKeys, values);
    },

    async readSession(sessionKey) {
      const [json] = await commands.run(
        'readSession',
        [keys.sessions],
        [checkName('session key', sessionKey)],
      );
      return json === undefined || json === null ? undefined : String(json);
    },
  };
}
