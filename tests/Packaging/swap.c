// SPDX-License-Identifier: GPL-3.0-or-later
/* Puts two names in each other's place, again and again (renameat2(2)), until it is killed. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>

int main(int argc, char **argv)
{
	if (argc != 3 || renameat2(AT_FDCWD, argv[1], AT_FDCWD, argv[2], RENAME_EXCHANGE)) {
		perror("renameat2");
		return 1;
	}
	puts("ready");
	fflush(stdout);
	for (;;) /* also while one of them is taken away and made anew */
		renameat2(AT_FDCWD, argv[1], AT_FDCWD, argv[2], RENAME_EXCHANGE);
}
