/** What the kernel calls an architecture (`AUDIT_ARCH_…`), and the numbers of calls on it. */
const calls: Readonly<Record<string, { arch: number; prctl: number; seccomp: number; socket: number }>> = {
  x64: { arch: 0xc000003e, prctl: 157, seccomp: 317, socket: 41 },
  arm64: { arch: 0xc00000b7, prctl: 167, seccomp: 277, socket: 198 },
};
/** Through which sockets can be had too. It has the same number everywhere. */
const ioUringSetup = 425;
/** From here on x64 has its calls a second time, for programs with short pointers. */
const secondNumbers = 0x40000000;

const allow = 0x7fff0000;
/** `SECCOMP_RET_ERRNO` with `EACCES`. */
const refuse = 0x00050000 | 13;

/**
 * For perl, which is part of every Debian: gives up privileges for good (`PR_SET_NO_NEW_PRIVS`), takes the filter
 * (`SECCOMP_SET_MODE_FILTER`, with `SECCOMP_FILTER_FLAG_SPEC_ALLOW`, without which older kernels slow down all that follows), and becomes
 * the program.
 */
const script = [
  'my ($prctl, $seccomp, $filter) = (shift, shift, pack "H*", shift);',
  'my $program = pack "S x6 P", length($filter) / 8, $filter;',
  'syscall($prctl + 0, 38, 1, 0, 0, 0) == 0 or die "prctl: $!\\n";',
  'syscall($seccomp + 0, 1, 4, $program) == 0 or die "seccomp: $!\\n";',
  'exec { $ARGV[0] } @ARGV;',
  'print STDERR "$ARGV[0]: $!\\n";',
  'exit($! == 2 ? 127 : 126);',
].join(' ');

/**
 * A command that becomes the program behind it, which then can open no socket of any kind. Needs no right to anything, so it also works in
 * containers, where namespaces are forbidden. Undefined where the calls' numbers are not known.
 */
export function noSocketsCommand(arch: string = process.arch): string[] | undefined {
  const numbers = calls[arch];
  if (numbers === undefined) return undefined;
  const { prctl, seccomp, socket } = numbers;
  const filter = filterFor(numbers.arch, [socket, ioUringSetup]).toString('hex');
  return ['perl', '-e', script, '--', String(prctl), String(seccomp), filter];
}

/** A BPF program (seccomp(2)): refuses these calls, and all of another architecture. */
function filterFor(arch: number, refused: readonly number[]): Buffer {
  const [loadWord, equals, atLeast, returns] = [0x20, 0x15, 0x35, 0x06];
  const [archAt, numberAt] = [4, 0];
  const length = refused.length + 6;
  /** From one behind the instruction to the last one, which refuses. */
  const toRefusal = (at: number) => length - 1 - at - 1;
  return Buffer.concat([
    instruction(loadWord, archAt),
    instruction(equals, arch, 0, toRefusal(1)),
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
