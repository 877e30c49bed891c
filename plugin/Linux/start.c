// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What comes before the runtime, and what managed code cannot do. The executable is linked with
 * --wrap=main: the C library calls __wrap_main(), and the runtime's own main() is __real_main().
 */
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#define CANNOT_WORK 1 /* as in Commands/ExitCode.cs */

int __real_main(int argc, char **argv);

/*
 * A standard descriptor that is not open would be the number of the next file, pipe or BPF object,
 * and the protocol or the log would be written into that. What takes its place cannot be written,
 * as glibc does it for programs with privileges (csu/check_fds.c). The lowest number goes first.
 */
static int keep_standard_descriptors(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDONLY) < 0 &&
		    open("/", O_RDONLY) < 0)
			return 0;
	return 1;
}

int __wrap_main(int argc, char **argv)
{
	static const char limits[] =
		"tcp-resets.plugin: cannot start: too few threads, or hardly any memory "
		"(ulimit -u; LimitNPROC=, TasksMax= of a service)\n";
	int status;

	if (!keep_standard_descriptors())
		return CANNOT_WORK;
	/* Then write(2) says EFBIG, as it says EPIPE, since the runtime ignores SIGPIPE. */
	signal(SIGXFSZ, SIG_IGN);
	status = __real_main(argc, argv);
	if (status >= 0)
		return status;
	/*
	 * Nothing managed has run: the runtime could not make its thread, or its heap. With a
	 * little more memory than that (some 40 to 80 MB of addresses, ulimit -v), it may end by
	 * SIGSEGV without a word, which nothing here can change.
	 */
	if (write(STDERR_FILENO, limits, sizeof(limits) - 1) < 0) {
		/* There is nobody left to tell. */
	}
	return CANNOT_WORK;
}

static void end(int signal)
{
	(void)signal;
	_exit(0);
}

/*
 * From now on SIGTERM ends the process with 0 at once, whatever its threads wait for. A handler of
 * managed code runs in threads of its own, which a limit may deny (RLIMIT_NPROC).
 */
void end_on_sigterm(void)
{
	struct sigaction action = { .sa_handler = end };

	sigaction(SIGTERM, &action, NULL);
}
