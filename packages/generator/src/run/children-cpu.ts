import { readFileSync } from 'node:fs';

/** Of Linux's `/proc`, whatever the kernel's own tick is (proc(5)). */
const ticksPerSecond = 100;

let lastS = 0;

/**
 * CPU seconds, user and system, of the children that have ended since this was last called; undefined where there is no `/proc`. Called at
 * each child's end it tells that child's: of two that end in one turn of the event loop the first gets both.
 */
export function takeChildrenCpuS(): number | undefined {
  const nowS = childrenCpuS();
  if (nowS === undefined) return undefined;
  const tookS = nowS - lastS;
  lastS = nowS;
  return tookS;
}

function childrenCpuS(): number | undefined {
  try {
    const stat = readFileSync('/proc/self/stat', 'utf8');
    // The name may have spaces; behind its bracket come fields 3 and on. cutime and cstime are 16 and 17.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[13]) + Number(fields[14])) / ticksPerSecond;
  } catch {
    return undefined;
  }
}
