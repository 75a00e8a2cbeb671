/** Looks at `condition` until it holds. For states of other processes, which tell no event; with a longer pause where looking costs much. */
export async function until(
  what: string,
  condition: () => Promise<boolean> | boolean,
  deadlineMs = 15_000,
  pauseMs = 25,
): Promise<void> {
  const giveUpAtMs = performance.now() + deadlineMs;
  while (!(await condition())) {
    if (performance.now() > giveUpAtMs) throw new Error(`${what}: not within ${deadlineMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
