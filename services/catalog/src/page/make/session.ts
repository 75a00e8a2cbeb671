const name = 'understudy-api-key';

/** The maker's key, for as long as this tab is open; never in an address. */
export function readKey(): string {
  return sessionStorage.getItem(name) ?? '';
}

/** Keeps a key, or forgets the one there is where it is empty. */
export function keepKey(key: string): void {
  if (key === '') sessionStorage.removeItem(name);
  else sessionStorage.setItem(name, key);
}
