/*
 * Preloaded into a program that waits with ppoll(2) and reads the time with clock_gettime(2): its
 * waits are over at once, and both clocks go forward by what it wanted to wait. All other system
 * calls, the ppoll(2) itself included, are made as ever. So a real executable runs its own loop at
 * full speed.
 *
 * NO_WAIT_TICKS says after how many waits to end the program. Before that, the processor time of
 * each BATCH ticks goes to the file NO_WAIT_REPORT, in nanoseconds a tick, a line a batch; the
 * first batch, in which caches and pages are filled, is left out.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define BATCH  250
#define SECOND 1000000000LL

static int (*real_ppoll)(struct pollfd *, nfds_t, const struct timespec *, const sigset_t *);
static int (*real_clock_gettime)(clockid_t, struct timespec *);
static long long skipped, batch_start;
static long ticks, last_tick;
static FILE *report;

__attribute__((constructor)) static void begin(void)
{
	const char *limit = getenv("NO_WAIT_TICKS"), *path = getenv("NO_WAIT_REPORT");

	real_ppoll = dlsym(RTLD_NEXT, "ppoll");
	real_clock_gettime = dlsym(RTLD_NEXT, "clock_gettime");
	last_tick = limit ? atol(limit) : 0;
	report = path ? fopen(path, "we") : NULL;
}

int clock_gettime(clockid_t clock, struct timespec *now)
{
	int result = real_clock_gettime(clock, now);

	if (clock == CLOCK_REALTIME || clock == CLOCK_BOOTTIME) {
		long long nanoseconds = now->tv_nsec + skipped;

		now->tv_sec += nanoseconds / SECOND;
		now->tv_nsec = nanoseconds % SECOND;
	}
	return result;
}

static long long processor_time(void)
{
	struct timespec now;

	real_clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return now.tv_sec * SECOND + now.tv_nsec;
}

int ppoll(struct pollfd *fds, nfds_t count, const struct timespec *timeout, const sigset_t *signals)
{
	struct timespec none = { 0, 0 };

	if (++ticks % BATCH == 0) {
		long long now = processor_time();

		if (report && batch_start)
			fprintf(report, "%lld\n", (now - batch_start) / BATCH);
		if (ticks >= last_tick) {
			if (report)
				fclose(report);
			_exit(0);
		}
		batch_start = processor_time();
	}
	skipped += timeout->tv_sec * SECOND + timeout->tv_nsec;
	return real_ppoll(fds, count, &none, signals);
}
