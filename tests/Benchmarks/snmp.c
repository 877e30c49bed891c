/*
 * The least C that does each second what the plugin does: reads the two files, finds ten columns
 * by name, estimates by the same formula, writes the same bytes.
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

/* As the kernel shows them, one protocol after the other. */
static struct column icmp[] = { COLUMN("InDestUnreachs"), COLUMN("OutEchos") };
static struct column tcp[] = { COLUMN("AttemptFails"), COLUMN("EstabResets"), COLUMN("OutRsts"),
			       COLUMN("InSegs") };
static struct column udp[] = { COLUMN("OutDatagrams") };
static struct column tcp_ext[] = { COLUMN("TCPAbortOnClose"), COLUMN("TCPAbortOnData"),
				   COLUMN("TCPAbortOnTimeout") };

static const char *end_of_word(const char *word)
{
	while (*word > ' ')
		word++;
	return word;
}

static const char *read_file(int fd)
{
	static char buffer[16384];
	ssize_t length = pread(fd, buffer, sizeof(buffer) - 1, 0);

	buffer[length < 0 ? 0 : length] = 0;
	return buffer;
}

/* Gives the line of values, from where the next protocol is to be found; NULL if there is none. */
static const char *read_columns(const char *text, const char *protocol, struct column *columns,
				int count)
{
	size_t skip = strlen(protocol);
	const char *names, *values;

	for (names = text; strncmp(names, protocol, skip); names++)
		if (!(names = strchr(names, '\n')))
			return NULL;
	if (!(values = strchr(names, '\n')) || strncmp(++values, protocol, skip))
		return NULL;
	text = values;
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
	return text;
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

static int read_all(int snmp, int netstat)
{
	const char *text = read_file(snmp);

	return (text = read_columns(text, "Icmp:", icmp, 2)) &&
	       (text = read_columns(text, "Tcp:", tcp, 4)) && read_columns(text, "Udp:", udp, 1) &&
	       read_columns(read_file(netstat), "TcpExt:", tcp_ext, 3);
}

static unsigned long long estimate_received(void)
{
	unsigned long long echos = growth(&icmp[1]), datagrams = growth(&udp[0]),
			   unreachable = less_or_zero(growth(&icmp[0]), datagrams + echos),
			   failed = less_or_zero(growth(&tcp[0]), unreachable),
			   on_close = growth(&tcp_ext[0]), on_data = growth(&tcp_ext[1]),
			   aborted = less_or_zero(growth(&tcp[1]), on_close + on_data),
			   received = less_or_zero(failed + aborted, growth(&tcp_ext[2])),
			   segments = growth(&tcp[3]);

	return received < segments ? received : segments;
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
		unsigned long long more_received, more_sent;
		long long boottime, wait;
		struct timespec timeout;
		int length;

		if (!read_all(snmp, netstat))
			return 1;
		boottime = now(CLOCK_BOOTTIME);
		more_received = estimate_received();
		more_sent = growth(&tcp[2]);
		if (last) {
			received += more_received;
			sent += more_sent;
			length = snprintf(line, sizeof(line),
					  "BEGIN ipv4.tcp_resets %lld\nSET received = %llu\nSET "
					  "sent = %llu\nEND\n",
					  boottime - last, received, sent);
		} else {
			length = snprintf(
				line, sizeof(line),
				"CHART 'ipv4.tcp_resets' '' 'TCP resets of IPv4 and IPv6 together, "
				"estimated from counters'"
				" 'resets/s' 'tcp' 'ipv4.tcp_resets' 'line' 5291 1 'store_first' "
				"'tcp-resets.plugin' 'snmp'\n"
				"CLABEL 'source' 'snmp' 1\nCLABEL 'network_namespaces' 'own' 1\n"
				"CLABEL_COMMIT\nDIMENSION 'received' 'received' incremental 1 1\n"
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
