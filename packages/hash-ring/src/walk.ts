/** The first owner that `accepts`, walking from a point once around; undefined when none does. */
export function walk(
  owners: Uint16Array,
  from: number,
  accepts: (owner: number) => boolean,
): number | undefined {
  for (let step = 0, point = from; step < owners.length; step += 1) {
    const owner = owners[point] as number;
    if (accepts(owner)) return owner;
    point = point + 1 === owners.length ? 0 : point + 1;
  }
  return undefined;
}
