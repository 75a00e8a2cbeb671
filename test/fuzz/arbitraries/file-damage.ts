import { spawnSync } from 'node:child_process';
import {
  cp,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import fc from 'fast-check';
import { texts } from './texts.js';

/** What may become of the files of a folder. Places are by fractions, so that they fit whatever is there. */
export const fileDamage = fc.oneof(
  fc.record({
    kind: fc.constant('overwrite' as const),
    file: fc.nat(1_000),
    at: fc.nat(1_000),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 9 }),
  }),
  fc.record({ kind: fc.constant('truncate' as const), file: fc.nat(1_000), at: fc.nat(1_000) }),
  fc.record({
    kind: fc.constant('append' as const),
    file: fc.nat(1_000),
    bytes: fc.uint8Array({ minLength: 1, maxLength: 9 }),
  }),
  fc.record({ kind: fc.constant('remove' as const), file: fc.nat(1_000) }),
  fc.record({
    kind: fc.constantFrom('directory' as const, 'link' as const, 'fifo' as const),
    file: fc.nat(1_000),
  }),
  fc.record({ kind: fc.constant('rename' as const), file: fc.nat(1_000), name: texts }),
  fc.record({ kind: fc.constant('copy' as const), file: fc.nat(1_000), name: texts }),
);

export type FileDamage = typeof fileDamage extends fc.Arbitrary<infer D> ? D : never;

/** Does one thing to a file below `folder`. What the file system refuses has not happened. */
export async function damageFile(folder: string, damage: FileDamage): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const path = files[Math.floor((files.length * damage.file) / 1_001)];
  if (path === undefined) return;
  await apply(path, damage).catch((error: NodeJS.ErrnoException) => {
    if (error.code === undefined) throw error;
  });
}

async function apply(path: string, damage: FileDamage): Promise<void> {
  switch (damage.kind) {
    case 'overwrite': {
      const file = await open(path, 'r+');
      try {
        const { size } = await file.stat();
        await file.write(damage.bytes, 0, undefined, Math.floor((size * damage.at) / 1_001));
      } finally {
        await file.close();
      }
      return;
    }
    case 'truncate':
      return truncate(path, Math.floor(((await readFile(path)).length * damage.at) / 1_001));
    case 'append':
      return writeFile(path, damage.bytes, { flag: 'a' });
    case 'remove':
      return rm(path);
    case 'rename':
      return rename(path, besideOf(path, damage.name));
    case 'copy':
      return cp(path, besideOf(path, damage.name));
    case 'directory':
      await rm(path);
      await mkdir(path);
      return;
    case 'link':
      await rm(path);
      return symlink('/etc/hostname', path);
    case 'fifo':
      await rm(path);
      spawnSync('mkfifo', [path]);
  }
}

/** The same name with something behind it, and never another folder. */
function besideOf(path: string, name: string): string {
  return join(dirname(path), `${basename(path)}${name.replaceAll('/', '_')}`);
}
