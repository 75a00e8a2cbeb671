import type { LeaseResult, Leases } from '../leases.js';
import { checkName } from '../names.js';
import type { RedisCommands } from './redis-commands.js';
import type { RedisKeys } from './redis-keys.js';

/** The rules are those of `lease-rules.ts`, in Lua, by the server's clock. */
export function redisLeases(commands: RedisCommands, keys: RedisKeys): Leases {
  const claim = async (
    key: string,
    owner: string,
    ttlMs: number,
    expectedToken: number | '',
  ): Promise<LeaseResult> => {
    const values = [checkName('owner', owner), ttlMs, expectedToken];
    const [token, holder, expiresInMs] = await commands.run('acquireLease', [keys.lease(key)], values);
    return holder === undefined
      ? { acquired: true, token: Number(token) }
      : { acquired: false, token: Number(token), owner: String(holder), expiresInMs: Number(expiresInMs) };
  };

  return {
    acquireLease: (key, owner, ttlMs) => claim(key, owner, ttlMs, ''),
    takeOverLease: (key, owner, expectedToken, ttlMs) => claim(key, owner, ttlMs, expectedToken),

    async renewLease(key, owner, token, ttlMs) {
      const values = [checkName('owner', owner), token, ttlMs];
      const [renewed] = await commands.run('renewLease', [keys.lease(key)], values);
      return renewed === 1;
    },

    async releaseLease(key, owner, token) {
      const values = [checkName('owner', owner), token];
      const [released] = await commands.run('releaseLease', [keys.lease(key)], values);
      return released === 1;
    },
  };
}
