import type { OperatorSession } from '@understudy/client';

/** Whose key the page asks with, and what that means for it. */
export function Who({ session }: { readonly session: OperatorSession | undefined }) {
  if (session === undefined) return null;
  const { id, name, expiresAtMs } = session;
  const until = expiresAtMs === undefined ? '' : `, good until ${new Date(expiresAtMs).toLocaleString()}`;
  return (
    <p class="who" title={`Key ${id}${until}`}>
      {name}
      {!mayChange(session) && <strong> read only</strong>}
    </p>
  );
}

/** As long as it is not known, nothing is switched off. */
export function mayChange(session: OperatorSession | undefined): boolean {
  return session === undefined || session.scopes.includes('admin');
}
