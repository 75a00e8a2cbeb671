export interface Generators {
  /**
   * The number of a generator (`name@version#fingerprint`), from 1 in the order in which they were first seen. The same one
   * always has the same, and none is given twice. 0 when all numbers are taken: videos cannot be pinned to it.
   */
  registerGenerator(generator: string): Promise<number>;
}
