// SPDX-License-Identifier: GPL-3.0-or-later
/* Stands for an agent: tells its version, and how often it was asked to read its alerts again. */
#include <signal.h>
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv)
{
	int reloads = 0, got;
	sigset_t signals;

	if (argc > 1 && !strcmp(argv[1], "-v")) {
		puts("netdata " VERSION);
		return 0;
	}
	sigemptyset(&signals);
	sigaddset(&signals, SIGUSR2);
	sigaddset(&signals, SIGTERM); /* of those that wait, the lowest number comes first */
	sigprocmask(SIG_BLOCK, &signals, NULL);
	puts("ready");
	fflush(stdout);
	while (!sigwait(&signals, &got)) {
		if (got == SIGUSR2)
			reloads++;
		if (got == SIGTERM)
			printf("%d\n", reloads);
		fflush(stdout);
	}
	return 1;
}
