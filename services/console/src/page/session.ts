const name = 'understudy-admin-key';

/** The operator's key, for as long as this tab is open. */
export function readKey(): string | undefined {
  return sessionStorage.getItem(name) ?? undefined;
}

export function keepKey(key: string): void {
  sessionStorage.setItem(name, key);
}

export function forgetKey(): void {
  sessionStorage.removeItem(name);
}
