// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * What comes before the runtime, and what managed code cannot do. The executable is linked with
 * --wrap=main: the C library calls __wrap_main(), and the runtime's own main() is __real_main().
 */
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/time.h>
#include <termios.h>
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

#define BETWEEN_NUDGES 20000 /* microseconds */
#define MOST_NUDGES    50

static volatile sig_atomic_t nudges; /* SIGTERM is the first */

static void nudge(int signal)
{
	static const struct itimerval again = { { 0, BETWEEN_NUDGES }, { 0, BETWEEN_NUDGES } };

	if (nudges++ >= MOST_NUDGES)
		_exit(0);
	if (signal == SIGTERM)
		setitimer(ITIMER_REAL, &again, NULL); /* a bare system call, safe here */
}

/*
 * From now on SIGTERM is noted, and whatever the main thread waits for ends with EINTR, again and
 * again, since it may begin to wait just after it has looked. What is not over after a second, as
 * a write that no signal ends, is not waited for: the process ends with 0. A handler of managed
 * code runs in threads of its own, which a limit may deny (RLIMIT_NPROC).
 */
void note_sigterm(void)
{
	struct sigaction action = { .sa_handler = nudge };

	sigaction(SIGALRM, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
}

int was_terminated(void)
{
	return nudges > 0;
}

/*
 * A screen of its own on a terminal: what is typed comes at once and is not shown, but Ctrl-C is a
 * signal still. Whatever ends the process but SIGKILL gives back what was there.
 */
static struct termios terminal_before;
static volatile sig_atomic_t has_screen;

void leave_screen(void)
{
	static const char show[] = "\033[?25h\033[?1049l"; /* cursor, main screen (xterm) */

	if (!has_screen)
		return;
	has_screen = 0;
	if (write(STDOUT_FILENO, show, sizeof(show) - 1) < 0) {
		/* The terminal is gone. */
	}
	tcsetattr(STDIN_FILENO, TCSANOW, &terminal_before);
}

static void crash(int signal)
{
	leave_screen();
	raise(signal); /* as SA_RESETHAND has it: for good, once this returns */
}

int enter_screen(void)
{
	static const char show[] = "\033[?1049h\033[?25l";
	struct sigaction action = { .sa_handler = crash, .sa_flags = SA_RESETHAND };
	struct termios raw;

	if (tcgetattr(STDIN_FILENO, &terminal_before) < 0)
		return 0;
	raw = terminal_before;
	raw.c_lflag &= ~(ICANON | ECHO);
	raw.c_cc[VMIN] = 0;
	raw.c_cc[VTIME] = 0;
	raw.c_cc[VSUSP] = _POSIX_VDISABLE; /* a stopped process would leave its screen behind */
	if (tcsetattr(STDIN_FILENO, TCSADRAIN, &raw) < 0)
		return 0;
	has_screen = 1;
	atexit(leave_screen);
	sigaction(SIGABRT, &action, NULL); /* of the runtime, when it gives up */
	return write(STDOUT_FILENO, show, sizeof(show) - 1) > 0;
}

static volatile sig_atomic_t interrupted;

static void note(int signal)
{
	(void)signal;
	if (interrupted) { /* for the second time: whatever is waited for takes too long */
		leave_screen();
		_exit(0);
	}
	interrupted = 1;
}

/*
 * From now on Ctrl-C, SIGTERM and a terminal that hangs up are noted, so that a command can end as
 * it wants; a call that waits ends with EINTR. What was ignored at the start (nohup) stays so.
 */
void note_interrupts(void)
{
	static const int signals[] = { SIGINT, SIGTERM, SIGHUP };
	struct sigaction action = { .sa_handler = note }, before;

	for (unsigned int i = 0; i < sizeof(signals) / sizeof(*signals); i++)
		if (sigaction(signals[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN)
			sigaction(signals[i], &action, NULL);
}

int was_interrupted(void)
{
	return interrupted;
}
