/** What was found to be wrong with a stored piece. */
export type Damage =
  /** Its bytes are others. */
  | 'digest'
  /** Its file is shorter or longer than it was. */
  | 'size'
  /** There is no file. */
  | 'missing'
  /** The disk does not give it. */
  | 'unreadable';

/** How a damage came to light. */
export type FoundBy = 'read' | 'scrub' | 'start';

/** Thrown where the bytes of a stored piece are not what was stored. */
export class DamagedPiece extends Error {
  override readonly name = 'DamagedPiece';
  readonly damage: Damage;

  constructor(damage: Damage, message: string, cause?: unknown) {
    super(message, { cause });
    this.damage = damage;
  }
}

const damageOfErrno: Readonly<Record<string, Damage>> = {
  ENOENT: 'missing',
  ENOTDIR: 'missing',
  // Something else stands in its place.
  EISDIR: 'missing',
  ELOOP: 'missing',
  ENXIO: 'missing',
  ESPIPE: 'missing',
  EIO: 'unreadable',
  EBADMSG: 'unreadable',
  EUCLEAN: 'unreadable',
};

/**
 * What an error of reading a file says of the file; undefined where it says nothing of it, as for too many open files: that is no
 * reason to give up a good copy.
 */
export function damageOf(error: unknown): Damage | undefined {
  if (error instanceof DamagedPiece) return error.damage;
  return damageOfErrno[(error as NodeJS.ErrnoException | undefined)?.code ?? ''];
}
