/*
 * The least C that does each second what the plugin does: reads the two files, finds six columns
 * by name, writes the same bytes.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define MICROSECONDS 1000000LL

struct column {
	const char *name;
	size_t length;
	unsigned long long now, last;
};

#define COLUMN(name)                                                                               \
	{                                                                                          \
		name, sizeof(name) - 1, 0, 0                                                       \
	}

static struct column tcp[] = { COLUMN("AttemptFails"), COLUMN("EstabResets"), COLUMN("OutRsts") };
static struct column tcp_ext[] = { COLUMN("TCPAbortOnClose"), COLUMN("TCPAbortOnData"),
				   COLUMN("TCPAbortOnTimeout") };

static const char *end_of_word(const char *word)
{
	while (*word > ' ')
		word++;
	return word;
}

static int read_columns(int fd, const char *protocol, struct column *columns, int count)
{
	static char buffer[16384];
	ssize_t length = pread(fd, buffer, sizeof(buffer) - 1, 0);
	size_t skip = strlen(protocol);
	const char *names, *values;

	if (length < 0)
		return -1;
	buffer[length] = 0;
	for (names = buffer; strncmp(names, protocol, skip); names++)
		if (!(names = strchr(names, '\n')))
			return -1;
	if (!(values = strchr(names, '\n')) || strncmp(++values, protocol, skip))
		return -1;
	for (names += skip, values += skip; *names == ' ' && *values == ' ';) {
		const char *end = end_of_word(++names);

		values++;
		for (int i = 0; i < count; i++)
			if (columns[i].length == (size_t)(end - names) &&
			    !memcmp(columns[i].name, names, columns[i].length))
				columns[i].now = strtoull(values, NULL, 10);
		names = end;
		values = end_of_word(values);
	}
	return 0;
}

static unsigned long long growth(struct column *column)
{
	unsigned long long grown = column->now >= column->last ? column->now - column->last : 0;

	column->last = column->now;
	return grown;
}

static unsigned long long less_or_zero(unsigned long long value, unsigned long long less)
{
	return value > less ? value - less : 0;
}

static long long now(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return t.tv_sec * MICROSECONDS + t.tv_nsec / 1000;
}

int main(void)
{
	int snmp = open("/proc/net/snmp", O_RDONLY | O_CLOEXEC),
	    netstat = open("/proc/net/netstat", O_RDONLY | O_CLOEXEC);
	unsigned long long received = 0, sent = 0;
	long long last = 0;
	struct pollfd input = { .fd = 0, .events = POLLIN };
	char line[1024];

	for (;;) {
		long long boottime, wait;
		struct timespec timeout;
		int length;

		if (read_columns(snmp, "Tcp:", tcp, 3) ||
		    read_columns(netstat, "TcpExt:", tcp_ext, 3))
			return 1;
		boottime = now(CLOCK_BOOTTIME);
		if (last) {
			unsigned long long fails = growth(&tcp[0]), resets = growth(&tcp[1]),
					   on_close = growth(&tcp_ext[0]);
			unsigned long long on_data = growth(&tcp_ext[1]),
					   on_timeout = growth(&tcp_ext[2]);

			received += less_or_zero(fails + less_or_zero(resets, on_close + on_data),
						 on_timeout);
			sent += growth(&tcp[2]);
			length = snprintf(line, sizeof(line),
					  "BEGIN ipv4.tcp_resets %lld\nSET received = %llu\nSET "
					  "sent = %llu\nEND\n",
					  boottime - last, received, sent);
		} else {
			for (int i = 0; i < 3; i++) {
				growth(&tcp[i]);
				growth(&tcp_ext[i]);
			}
			length = snprintf(
				line, sizeof(line),
				"CHART 'ipv4.tcp_resets' '' 'TCP resets of IPv4 and IPv6 together, "
				"estimated from counters'"
				" 'resets/s' 'tcp' 'ipv4.tcp_resets' 'line' 5291 1 '' "
				"'tcp-resets.plugin' 'snmp'\n"
				"CLABEL 'source' 'snmp' 1\nCLABEL_COMMIT\nDIMENSION 'received' "
				"'received' incremental 1 1\n"
				"DIMENSION 'sent' 'sent' incremental -1 1\n"
				"BEGIN ipv4.tcp_resets\nSET received = 0\nSET sent = 0\nEND\n");
		}
		last = boottime;
		if (write(1, line, length) != length)
			return 1;
		wait = MICROSECONDS - now(CLOCK_REALTIME) % MICROSECONDS;
		timeout.tv_sec = wait / MICROSECONDS;
		timeout.tv_nsec = wait % MICROSECONDS * 1000;
		if (ppoll(&input, 1, &timeout, NULL) > 0)
			return 0;
	}
}
