/** Collects ffmpeg's inputs while a graph is built; a graph names them by their number. */
export class Inputs {
  readonly #arguments: string[] = [];
  #count = 0;

  /** Adds a file to be read from `seekS` for `readS` seconds (0 and undefined: all of it); its number in the graph. */
  add(path: string, range: { readonly seekS: number; readonly readS?: number }): number {
    if (range.seekS > 0) this.#arguments.push('-ss', range.seekS.toFixed(6));
    if (range.readS !== undefined) this.#arguments.push('-t', range.readS.toFixed(6));
    // `file:` and the white list: a name is never a protocol, and a playlist in the library opens nothing remote.
    this.#arguments.push('-threads', '1', '-protocol_whitelist', 'file', '-i', `file:${path}`);
    return this.#count++;
  }

  get arguments(): readonly string[] {
    return this.#arguments;
  }
}
