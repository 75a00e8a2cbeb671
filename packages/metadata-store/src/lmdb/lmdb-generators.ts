import { maxPool } from '../content-id.js';
import type { Generators } from '../generators.js';
import { checkName } from '../names.js';
import type { LmdbEnvironment } from './lmdb-environment.js';
import { lmdbKeys } from './lmdb-keys.js';

export function lmdbGenerators(environment: LmdbEnvironment): Generators {
  return {
    async registerGenerator(generator) {
      checkName('generator', generator);
      return environment.write('registerGenerator', (root) => {
        const known = (root.get(lmdbKeys.generators) as string[] | undefined) ?? [];
        const number = known.indexOf(generator) + 1;
        if (number > 0) return number;
        if (known.length >= maxPool) return 0;
        root.put(lmdbKeys.generators, [...known, generator]);
        return known.length + 1;
      });
    },
  };
}
