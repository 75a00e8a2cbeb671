/**
 * A function of texts that remembers what it found for the last `kept` different ones, the first of them forgotten first. What it found nothing for is computed each
 * time, so that texts that anybody can make up push out nobody's.
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
