/**
 * A function of texts that remembers what it found for the last `kept` different ones, the first of them forgotten first. Texts that nothing is found for are looked at each
 * time, and push out none.
 */
export function rememberResults<Result>(
  compute: (text: string) => Result,
  kept: number,
): (text: string) => Result {
  const results = new Map<string, Result>();
  return (text) => {
    const known = results.get(text);
    if (known !== undefined) return known;
    const result = compute(text);
    if (result === undefined) return result;
    // A copy: a text may be a slice of a whole URL, which would be kept as long.
    results.set(Buffer.from(text).toString(), result);
    const [oldest] = results.keys();
    if (results.size > kept && oldest !== undefined) results.delete(oldest);
    return result;
  };
}
