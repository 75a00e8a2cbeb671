/** The part of `hashring` 3.2.0 that is used; it has no types of its own. */
declare module 'hashring' {
  export default class HashRing {
    constructor(
      servers: Readonly<Record<string, { readonly vnodes: number }>>,
      hash: (key: string) => Uint8Array,
      options: { readonly 'vnode count': number; readonly replicas: number },
    );
    /** The points of each server, unsigned 32-bit. */
    points(): Record<string, number[]>;
  }
}
