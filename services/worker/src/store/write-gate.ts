/** Through which everything is written that comes into the store: it knows whether the disk has room, and whether it works. */
export interface WriteGate {
  /**
   * Before a piece is begun: waits while room is made for it.
   * @throws UnderstudyError `storage_full` when there is none, or when the disk does not work
   */
  admit(): Promise<void>;
  /**
   * Before bytes are written. `owned` is what the same artifact takes already: what does not fit by itself, whatever else goes, is
   * refused and leaves the gate open for others.
   * @throws UnderstudyError `storage_full` when they have no room
   */
  take(bytes: number, owned?: number): void;
  /** What an error of a write means: `storage_full` where it is the disk's, which is noted; otherwise the error itself. */
  refusal(error: unknown): unknown;
}

/** Lets everything through. */
export const openGate: WriteGate = {
  admit: async () => undefined,
  take: () => undefined,
  refusal: (error) => error,
};

/** Runs something that writes, and throws what its error means to `gate`. */
export async function through<T>(gate: WriteGate, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    throw gate.refusal(error);
  }
}
