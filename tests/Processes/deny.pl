# Runs a program for which a system call fails, by a filter (seccomp(2)): deny.pl CALL[:ARGUMENT=VALUE] ERRNO PROGRAM ARGUMENTS
use strict;
use warnings;

my ($denied, $errno, @program) = @ARGV;
my ($call, $argument, $value) = split /[:=]/, $denied;
my %numbers = `uname -m` =~ /^aarch64/ ? (bpf => 280, mmap => 222, ppoll => 73, prctl => 167) : (bpf => 321, mmap => 9, ppoll => 271, prctl => 157);
my ($set_no_new_privs, $set_seccomp, $filter_mode) = (38, 22, 2);

# struct sock_filter: load seccomp_data.nr, and the low half of args[ARGUMENT]; if they are those, SECCOMP_RET_ERRNO; else SECCOMP_RET_ALLOW.
my @if_so = defined $value ? (0x20, 0, 0, 16 + 8 * $argument, 0x15, 0, 1, $value) : ();
my @filter = (0x20, 0, 0, 0, 0x15, 0, @if_so / 4 + 1, $numbers{$call}, @if_so, 0x06, 0, 0, 0x50000 | $errno, 0x06, 0, 0, 0x7fff0000);
my $filter = pack('SCCL' x (@filter / 4), @filter);
my $sock_fprog = pack('Sx![P]P', @filter / 4, $filter);
syscall($numbers{prctl}, $set_no_new_privs, 1, 0, 0, 0) == 0 or die "PR_SET_NO_NEW_PRIVS: $!\n";
syscall($numbers{prctl}, $set_seccomp, $filter_mode, $sock_fprog) == 0 or die "PR_SET_SECCOMP: $!\n";
exec @program or die "$program[0]: $!\n";
