import { clientKey } from '@understudy/peer-protocol';
import { subscriberOf } from '@understudy/playback-token';

/** About 1 MB. A player asks for a segment every few seconds: what is forgotten costs a few microseconds to find again. */
const kept = 4_096;

/** Who pays, by the address that asks: see `clientKey`. What goes on was paid for when it began. Remembers those of the last addresses, so that not every segment costs an HMAC. */
export class ClientKeys {
  readonly #peerSecret: Uint8Array;
  /** In the order in which they came: the first is forgotten first. */
  readonly #keys = new Map<string, string>();

  constructor(peerSecret: Uint8Array) {
    this.#peerSecret = peerSecret;
  }

  keyOf(address: string): string {
    const known = this.#keys.get(address);
    if (known !== undefined) return known;
    const key = clientKey(this.#peerSecret, subscriberOf(address));
    this.#keys.set(address, key);
    const [oldest] = this.#keys.keys();
    if (this.#keys.size > kept && oldest !== undefined) this.#keys.delete(oldest);
    return key;
  }
}
