/** A worker's state by colour, shape and word. */
export function StateMark({ state }: { readonly state: string }) {
  return (
    <span class={`state ${state}`}>
      <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
        <StateShape state={state} />
      </svg>
      {state}
    </span>
  );
}

function StateShape({ state }: { readonly state: string }) {
  if (state === 'active') return <circle cx="5" cy="5" r="4.5" />;
  if (state === 'draining') return <path d="M1 2h8L5 9z" />;
  return <path d="M1 1l8 8M9 1l-8 8" stroke-width="2.5" class="cross" />;
}
