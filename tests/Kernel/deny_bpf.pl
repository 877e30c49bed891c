# Runs a program for which bpf(2) fails with ERRNO, by a filter on system calls (seccomp(2)): deny_bpf.pl ERRNO PROGRAM ARGUMENTS
use strict;
use warnings;

my ($errno, @program) = @ARGV;
my ($bpf, $prctl) = `uname -m` =~ /^aarch64/ ? (280, 167) : (321, 157);
my ($set_no_new_privs, $set_seccomp, $filter_mode) = (38, 22, 2);

# struct sock_filter: load seccomp_data.nr; if it is bpf, SECCOMP_RET_ERRNO; else SECCOMP_RET_ALLOW.
my $filter = pack('SCCL' x 4, 0x20, 0, 0, 0, 0x15, 0, 1, $bpf, 0x06, 0, 0, 0x50000 | $errno, 0x06, 0, 0, 0x7fff0000);
my $sock_fprog = pack('Sx![P]P', 4, $filter);
syscall($prctl, $set_no_new_privs, 1, 0, 0, 0) == 0 or die "PR_SET_NO_NEW_PRIVS: $!\n";
syscall($prctl, $set_seccomp, $filter_mode, $sock_fprog) == 0 or die "PR_SET_SECCOMP: $!\n";
exec @program or die "$program[0]: $!\n";
