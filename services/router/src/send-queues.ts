import { readdir, readFile, readlink } from 'node:fs/promises';

/** Where the kernel shows its TCP connections (proc(5)), by the version of IP. */
const tables = ['/proc/self/net/tcp', '/proc/self/net/tcp6'];
const descriptors = '/proc/self/fd';
/** That of a connection which its process has closed, and which the kernel still brings to its end. */
const noInode = '0';

interface Row {
  /** Both addresses: while it is there no other connection has them. */
  readonly connection: string;
  readonly unsentBytes: number;
  readonly inode: string;
}

/**
 * What the kernel still holds for the clients of a port. What a process has written is there until its client takes it, also behind the end of the connection for the
 * process; where the network goes with the process, as in a container, it goes too.
 */
export class SendQueues {
  readonly #port: number;
  readonly #connections: ReadonlySet<string>;

  private constructor(port: number, connections: ReadonlySet<string>) {
    this.#port = port;
    this.#connections = connections;
  }

  /** Those of the connections to a port that this process has now, or has closed before: another one may have some on the same port. None where no kernel shows them. */
  static async of(port: number): Promise<SendQueues> {
    const [rows, own] = await Promise.all([readRows(port), ownSockets()]);
    const ours = rows.filter(({ inode }) => inode === noInode || own.has(inode));
    return new SendQueues(port, new Set(ours.map(({ connection }) => connection)));
  }

  /** How many bytes are still to be sent, or to be heard of that they came. */
  async unsentBytes(): Promise<number> {
    let sum = 0;
    for (const { connection, unsentBytes } of await readRows(this.#port))
      if (this.#connections.has(connection)) sum += unsentBytes;
    return sum;
  }
}

async function readRows(port: number): Promise<Row[]> {
  const texts = await Promise.all(tables.map((table) => readFile(table, 'latin1').catch(() => '')));
  const ofPort = `:${port.toString(16).toUpperCase().padStart(4, '0')} `;
  return texts
    .flatMap((text) => text.split('\n'))
    .filter((line) => line.includes(ofPort))
    .flatMap((line) => rowOf(line, ofPort) ?? []);
}

/** Of its columns the second and third are the addresses, the fifth both queues in bytes, all in hexadecimal, and the tenth is the inode. */
function rowOf(line: string, ofPort: string): Row | undefined {
  const [, local = '', remote, , queues = '', , , , , inode = ''] = line.trim().split(/\s+/, 10);
  if (!`${local} `.endsWith(ofPort)) return undefined;
  return { connection: `${local} ${remote}`, unsentBytes: Number.parseInt(queues, 16), inode };
}

/** Inodes of the sockets that this process has open. */
async function ownSockets(): Promise<ReadonlySet<string>> {
  const names = await readdir(descriptors).catch(() => []);
  const targets = await Promise.all(names.map((name) => readlink(`${descriptors}/${name}`).catch(() => '')));
  return new Set(targets.flatMap((target) => /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? []));
}
