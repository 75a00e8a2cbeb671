import { UnderstudyError } from '@understudy/errors';
import type { MetadataStore } from '@understudy/metadata-store';

/** A store that a test can take away: every operation then rejects at once, as it does while the real one is known to be away. */
export interface SwitchableStore extends MetadataStore {
  away: boolean;
}

const always = new Set<PropertyKey>(['watchMembership', 'onDeletionHint', 'close', 'reachable']);

/** `store` with a switch; what it tells by itself (watches, hints, `reachable`) goes on while it is away. */
export function switchable(store: MetadataStore): SwitchableStore {
  let away = false;
  return new Proxy(store, {
    get(target, name) {
      if (name === 'away') return away;
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== 'function' || always.has(name)) return member;
      return (...args: unknown[]) =>
        away
          ? Promise.reject(new UnderstudyError('metadata_unavailable', `${String(name)}: taken away`))
          : Reflect.apply(member, target, args);
    },
    set(_target, name, value: unknown) {
      if (name !== 'away') return false;
      away = value === true;
      return true;
    },
  }) as SwitchableStore;
}
