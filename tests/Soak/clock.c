// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Loaded before libc (LD_PRELOAD of ld.so(8)): a wall clock that is ahead by as many seconds as the
 * file named in CLOCK_AHEAD holds, for one process; the machine's is nobody's to set. All other
 * clocks go on as they are, as when somebody sets the real one.
 */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
#include <fcntl.h>

static volatile const int64_t *ahead;

__attribute__((constructor)) static void find(void)
{
	const char *path = getenv("CLOCK_AHEAD");
	int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	void *seen;

	if (fd < 0)
		return;
	seen = mmap(NULL, sizeof(*ahead), PROT_READ, MAP_SHARED, fd, 0);
	close(fd);
	ahead = seen == MAP_FAILED ? NULL : seen;
}

int clock_gettime(clockid_t clock, struct timespec *time)
{
	int result = syscall(SYS_clock_gettime, clock, time);

	if (result == 0 && clock == CLOCK_REALTIME && ahead)
		time->tv_sec += *ahead;
	return result;
}
