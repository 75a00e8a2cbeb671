/** Looks at `condition` until it holds. */
export async function until(what: string, condition: () => Promise<boolean> | boolean): Promise<void> {
  const giveUpAtMs = performance.now() + 15_000;
  while (!(await condition())) {
    if (performance.now() > giveUpAtMs) throw new Error(`not so: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
