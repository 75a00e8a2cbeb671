import { spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Whether system calls can be watched here. */
export const hasStrace = spawnSync('strace', ['-qq', '-o', '/dev/null', 'true']).status === 0;

const calls = 'open,openat,openat2,creat,execve,socket,connect,sendto,bind';

/** A program that runs `program` and writes what it opens, and whom it talks to, into `folder`, a file each run. */
export async function straced(program: string, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, `.${program}`);
  const command = `exec strace -f --seccomp-bpf -qq -s 4096 -e trace=${calls} -o '${folder}'/$$ ${program} "$@"`;
  await writeFile(path, `#!/bin/sh\n${command}\n`, { mode: 0o755 });
  return path;
}

/** Every path that was opened, or should have been, each once; and every call for a socket. */
export async function openedIn(
  folder: string,
): Promise<{ runs: number; files: string[]; sockets: string[] }> {
  const names = (await readdir(folder)).filter((name) => /^\d+$/.test(name));
  const traces = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  const lines = traces.join('\n').split('\n');
  const paths = lines.flatMap(
    (line) => /\b(?:open|openat|openat2|creat)\([^"]*"((?:[^"\\]|\\.)*)"/.exec(line)?.[1] ?? [],
  );
  return {
    runs: names.length,
    files: [...new Set(paths)].sort(),
    sockets: lines.filter((line) => /\b(socket|connect|sendto|bind)\(/.test(line)),
  };
}
