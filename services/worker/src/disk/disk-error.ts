/** How a disk can be unable to take what is written. */
export type DiskTrouble = 'full' | 'failing';

/** What the codes of node:fs say of the disk: no room on it or in its quota; or it does not work, or takes no writes any more. */
const troubleOf: Readonly<Record<string, DiskTrouble>> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  EIO: 'failing',
  EROFS: 'failing',
  ENODEV: 'failing',
  ENXIO: 'failing',
};

/** What an error says of the disk; undefined where it says nothing of it. */
export function diskTroubleOf(error: unknown): DiskTrouble | undefined {
  const { code } = (error ?? {}) as NodeJS.ErrnoException;
  return typeof code === 'string' && Object.hasOwn(troubleOf, code) ? troubleOf[code] : undefined;
}
