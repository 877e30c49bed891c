/*
 * The least that a plugin can do in a second without resets: it waits, and writes what the agent
 * draws then. It reads nothing, and knows nothing.
 */
#define _GNU_SOURCE
#include <poll.h>
#include <time.h>
#include <unistd.h>

#define SECOND 1000000000LL

static const char tick[] = "BEGIN ipv4.tcp_resets 1000000\nSET received = 0\nSET sent = 0\nEND\n"
			   "BEGIN ipv6.tcp_resets 1000000\nSET received = 0\nSET sent = 0\nEND\n";

int main(void)
{
	struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };
	struct timespec now, wait = { 0, 0 };

	while (write(STDOUT_FILENO, tick, sizeof(tick) - 1) > 0) {
		clock_gettime(CLOCK_REALTIME, &now);
		wait.tv_nsec = SECOND - now.tv_nsec;
		wait.tv_sec = wait.tv_nsec / SECOND;
		wait.tv_nsec %= SECOND;
		if (ppoll(&input, 1, &wait, NULL))
			return 0;
	}
	return 1;
}
