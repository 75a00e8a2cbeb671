import { callFilter, filterNumbers } from './call-filter.js';

export interface KernelRules {
  /** Whether calls are refused: for sockets, and others that a run has no use for. */
  readonly calls: boolean;
  /** What may be opened, besides the working directory; undefined: everything. What is not there is left out. */
  readonly reads: readonly string[] | undefined;
}

/**
 * For perl, which is part of every Debian. It makes itself the leader of a group of processes, so that all of it can be killed, unless it leads a
 * session, and so a group, already; gives up privileges for good (`PR_SET_NO_NEW_PRIVS`); has the kernel refuse every file but
 * those named (Landlock: read, execute; all in the working directory; from Linux 6.2 on to shorten others, from 6.12 on signals too), and every call that the filter refuses (`SECCOMP_SET_MODE_FILTER`,
 * with `SECCOMP_FILTER_FLAG_SPEC_ALLOW`, without which older kernels slow down all that follows); and becomes the program.
 */
const script = `
use strict;
my ($prctl, $seccomp, $filter, $limits, $count) = splice @ARGV, 0, 5;
my @reads = splice @ARGV, 0, $count;
getpgrp == $$ or setpgrp(0, 0) or die "setpgrp: $!\\n";
syscall($prctl + 0, 38, 1, 0, 0, 0) == 0 or die "prctl: $!\\n";
if ($limits) {
  my $version = syscall(444, 0, 0, 1);
  my $truncate = $version < 3 ? 0 : 0x4000;
  my $all = pack "Q", 0x1fff | $truncate;
  $all .= pack "Q2", 0, 2 if $version >= 6;
  my $rules = syscall(444, $all, length $all, 0);
  $rules >= 0 or die "landlock: $!\\n";
  my $allow = sub {
    my ($path, $access) = @_;
    sysopen my $at, $path, 0x200000 or return;
    my $rule = pack "Q l", -d $path ? $access : $access & 0x4007, fileno $at;
    syscall(445, $rules, 1, $rule, 0) == 0 or die "landlock: $path: $!\\n";
  };
  $allow->(".", 0x1fff | $truncate);
  $allow->("/dev/null", 6 | $truncate);
  $allow->($_, 13) for @reads;
  syscall(446, $rules, 0) == 0 or die "landlock: $!\\n";
}
if ($filter) {
  my $code = pack "H*", $filter;
  my $program = pack "S x6 P", length($code) / 8, $code;
  syscall($seccomp + 0, 1, 4, $program) == 0 or die "seccomp: $!\\n";
}
exec { $ARGV[0] } @ARGV;
print STDERR "$ARGV[0]: $!\\n";
exit($! == 2 ? 127 : 126);`;

/**
 * A command that becomes the program behind it, of which the kernel then refuses what the rules do not have. Needs no right to anything, so
 * it also works in containers, where namespaces are forbidden. Undefined where the numbers of calls are not known.
 */
export function kernelCommand(
  { calls, reads }: KernelRules,
  arch: string = process.arch,
): string[] | undefined {
  const numbers = filterNumbers(arch);
  if (numbers === undefined) return undefined;
  const filter = calls ? callFilter(arch).toString('hex') : '';
  const limits = reads === undefined ? ['0', '0'] : ['1', String(reads.length), ...reads];
  return ['perl', '-e', script, '--', String(numbers.prctl), String(numbers.seccomp), filter, ...limits];
}
