import { maxPool } from '../content-id.js';
import type { Generators } from '../generators.js';
import { checkName } from '../names.js';
import type { RedisConnection } from './redis-connection.js';
import type { RedisKeys } from './redis-keys.js';

export function redisGenerators(connection: RedisConnection, keys: RedisKeys): Generators {
  return {
    async registerGenerator(generator) {
      const values = [checkName('generator', generator), maxPool];
      const [number] = await connection.run('registerGenerator', [keys.generators], values);
      return Number(number);
    },
  };
}
