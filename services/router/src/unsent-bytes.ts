import { readdir, readFile, readlink } from 'node:fs/promises';

/** Where the kernel shows its TCP connections (proc(5)), by the version of IP. */
const tables = ['/proc/self/net/tcp', '/proc/self/net/tcp6'];
const descriptors = '/proc/self/fd';

/**
 * How many bytes the kernel still has to send, or to hear of that they came, over the connections of this process to one of its ports. What a process has
 * written is there until its client takes it; where the network goes with the process, as in a container, it goes too. 0 where no kernel shows that.
 */
export async function unsentBytes(port: number): Promise<number> {
  const [own, ...texts] = await Promise.all([
    ownSockets(),
    ...tables.map((table) => readFile(table, 'latin1').catch(() => '')),
  ]);
  return texts.reduce((sum, text) => sum + unsentIn(text, port, own), 0);
}

/** Inodes of the sockets that this process has open: others may have some on the same port. */
async function ownSockets(): Promise<ReadonlySet<string>> {
  const names = await readdir(descriptors).catch(() => []);
  const targets = await Promise.all(names.map((name) => readlink(`${descriptors}/${name}`).catch(() => '')));
  return new Set(targets.flatMap((target) => /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? []));
}

/** In one table. Of its columns the second is the local address, the fifth both queues in bytes, all in hexadecimal, and the tenth the inode. */
function unsentIn(table: string, port: number, own: ReadonlySet<string>): number {
  let sum = 0;
  for (const line of table.split('\n').slice(1)) {
    const [, local = '', , , queues = '', , , , , inode = ''] = line.trim().split(/\s+/, 10);
    if (own.has(inode) && Number.parseInt(local.slice(local.indexOf(':') + 1), 16) === port)
      sum += Number.parseInt(queues, 16);
  }
  return sum;
}
