/** What the kernel calls an architecture (`AUDIT_ARCH_…`), and the numbers of calls on it. */
interface Numbers {
  readonly arch: number;
  readonly prctl: number;
  readonly seccomp: number;
  readonly socket: number;
  /** Files by name without opening them: to shorten them, and to change who may do what with them. */
  readonly files: readonly number[];
  /** Out of the group of processes that is killed when the run ends. */
  readonly groups: readonly number[];
}

const numbersOf: Readonly<Record<string, Numbers>> = {
  // truncate, chmod, fchmod, fchmodat; setpgid, setsid
  x64: {
    arch: 0xc000003e,
    prctl: 157,
    seccomp: 317,
    socket: 41,
    files: [76, 90, 91, 268],
    groups: [109, 112],
  },
  // truncate, fchmod, fchmodat; setpgid, setsid
  arm64: { arch: 0xc00000b7, prctl: 167, seccomp: 277, socket: 198, files: [45, 52, 53], groups: [154, 157] },
};
/** Through which sockets can be had too. Like all newer calls it has the same number everywhere. */
const ioUringSetup = 425;
const fchmodat2 = 452;
/** From here on x64 has its calls a second time, for programs with short pointers. */
const secondNumbers = 0x40000000;

const allow = 0x7fff0000;
/** `SECCOMP_RET_ERRNO` with `EACCES`. */
const refuse = 0x00050000 | 13;

/** The numbers of the calls by which a process takes a filter; undefined where they are not known. */
export function filterNumbers(arch: string): Pick<Numbers, 'prctl' | 'seccomp'> | undefined {
  return numbersOf[arch];
}

/** A BPF program (seccomp(2)) that refuses what a run has no use for (see `Numbers`), and all calls of another architecture. */
export function callFilter(nodeArch: string): Buffer {
  const numbers = numbersOf[nodeArch];
  if (numbers === undefined) throw new TypeError(`the numbers of calls on ${nodeArch} are not known`);
  const refused = [numbers.socket, ioUringSetup, ...numbers.files, fchmodat2, ...numbers.groups];
  const [loadWord, equals, atLeast, returns] = [0x20, 0x15, 0x35, 0x06];
  const [archAt, numberAt] = [4, 0];
  const length = refused.length + 6;
  /** From one behind the instruction to the last one, which refuses. */
  const toRefusal = (at: number) => length - 1 - at - 1;
  return Buffer.concat([
    instruction(loadWord, archAt),
    instruction(equals, numbers.arch, 0, toRefusal(1)),
    instruction(loadWord, numberAt),
    instruction(atLeast, secondNumbers, toRefusal(3)),
    ...refused.map((call, index) => instruction(equals, call, toRefusal(4 + index))),
    instruction(returns, allow),
    instruction(returns, refuse),
  ]);
}

/** `struct sock_filter` of a little-endian machine: what to do, how far to jump if so and if not, a number. */
function instruction(code: number, operand: number, ifTrue = 0, ifFalse = 0): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt16LE(code);
  bytes.writeUInt8(ifTrue, 2);
  bytes.writeUInt8(ifFalse, 3);
  bytes.writeUInt32LE(operand, 4);
  return bytes;
}
