import { maxPool } from '../content-id.js';
import type { Generators } from '../generators.js';
import { checkName } from '../names.js';
import type { RedisCommands } from './redis-commands.js';
import type { RedisKeys } from './redis-keys.js';

export function redisGenerators(commands: RedisCommands, keys: RedisKeys): Generators {
  return {
    async registerGenerator(generator) {
      const values = [checkName('generator', generator), maxPool];
      const [number] = await commands.run('registerGenerator', [keys.generators], values);
      return Number(number);
    },
  };
}
