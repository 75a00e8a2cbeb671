/** What a key may be for. `docs/how-to/manage-keys.md` has the same list. */
export const scopes = ['create', 'read', 'delete', 'admin', 'admin:read'] as const;

export type Scope = (typeof scopes)[number];

/** Whoever may change things may look at them. */
const implied: Readonly<Partial<Record<Scope, Scope>>> = { 'admin:read': 'admin' };

export function allows(given: readonly string[], needed: Scope): boolean {
  const wider = implied[needed];
  return given.includes(needed) || (wider !== undefined && given.includes(wider));
}
