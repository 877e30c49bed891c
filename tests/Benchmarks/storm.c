/*
 * Makes resets as fast as one process can, in the network namespace that it is started in: storm
 * KIND [DEVICE]. Each line that it reads says how many, and how many a second; 0: as fast as it
 * can.
 *
 * refused: connects to a closed port over loopback; each sends a reset and receives it.
 * peers:   the same, each to another address of 127.0.0.0/8.
 * aborted: connections over loopback that their client aborts, likewise.
 * flood:   resets from spoofed addresses for no connection, out of DEVICE to 10.9.0.1, which has
 *          the hardware address 02:00:00:00:00:01.
 * udp:     datagrams to a closed port over loopback: what the kernel drops there is no reset.
 *
 * Prints, for each line, the nanoseconds that one took, the median of batches of 50, so that what
 * else runs on the CPUs does not count; and those of processor time that one took on average. The
 * kernel does all of its work for a packet here within the system call that sends it.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netpacket/packet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define BATCH 50

static struct sockaddr_in closed = { .sin_family = AF_INET }, open_port = { .sin_family = AF_INET };
static const unsigned char hardware_address[6] = { 2, 0, 0, 0, 0, 1 };
static struct sockaddr_ll way;
static int listener, socket_of_storm;

static void check(int is_fine, const char *what)
{
	if (!is_fine) {
		perror(what);
		exit(1);
	}
}

static void refused(unsigned int number)
{
	int client = socket(AF_INET, SOCK_STREAM, 0);

	(void)number;
	check(connect(client, (struct sockaddr *)&closed, sizeof(closed)) && errno == ECONNREFUSED,
	      "connect to a closed port");
	close(client);
}

static void peers(unsigned int number)
{
	closed.sin_addr.s_addr = htonl(0x7f100001 + number);
	refused(number);
}

static void aborted(unsigned int number)
{
	int client = socket(AF_INET, SOCK_STREAM, 0), server;
	struct linger linger = { .l_onoff = 1 };

	(void)number;
	check(!connect(client, (struct sockaddr *)&open_port, sizeof(open_port)), "connect");
	server = accept(listener, NULL, NULL);
	check(!setsockopt(client, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger)), "SO_LINGER");
	close(client);
	close(server);
}

static void udp(unsigned int number)
{
	(void)number;
	/* The answer to the one before, ICMP's, may be told by this one. */
	check(sendto(socket_of_storm, "", 1, 0, (struct sockaddr *)&closed, sizeof(closed)) == 1 ||
		      errno == ECONNREFUSED,
	      "sendto");
}

static unsigned short checksum(const void *bytes, int length, unsigned int sum)
{
	const unsigned short *words = bytes;

	for (int i = 0; i < length / 2; i++)
		sum += words[i];
	sum = (sum & 0xffff) + (sum >> 16);
	return ~(sum + (sum >> 16));
}

/*
 * RFC 791, section 3.1; RFC 9293, section 3.1. The source is one of 198.18.0.0/15, which RFC 2544
 * keeps for benchmarks.
 */
static void flood(unsigned int number)
{
	struct {
		unsigned char version, service;
		unsigned short length, id, fragment;
		unsigned char ttl, protocol;
		unsigned short checksum;
		unsigned int from, to;
		unsigned short source_port, port;
		unsigned int seq, ack;
		unsigned char offset, flags;
		unsigned short window, tcp_checksum, urgent;
	} packet = {
		.version = 0x45,
		.length = htons(40),
		.ttl = 64,
		.protocol = IPPROTO_TCP,
		.from = htonl(0xc6120000 | (number * 2654435761u >> 15)),
		.to = htonl(0x0a090001),
		.source_port = htons(1024 + number % 60000),
		.port = htons(80),
		.seq = number * 7919,
		.offset = 5 << 4,
		.flags = 4,
	};

	packet.checksum = checksum(&packet, 20, 0);
	packet.tcp_checksum = checksum(&packet.from, 28, htons(IPPROTO_TCP) + htons(20));
	check(sendto(socket_of_storm, &packet, 40, 0, (struct sockaddr *)&way, sizeof(way)) == 40,
	      "sendto(AF_PACKET)");
}

static long long now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static int compare(const void *one, const void *other)
{
	long long difference = *(const long long *)one - *(const long long *)other;

	return (difference > 0) - (difference < 0);
}

static long long spent(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

/* Many at once, twenty times a second: what a program costs is told of caches that are warm. */
static void keep_pace(long long begin, unsigned int done, unsigned int rate)
{
	long long due = begin + done * 1000000000LL / rate;
	struct timespec t = { due / 1000000000, due % 1000000000 };

	if (done % (rate < 20 ? 1 : rate / 20) == 0)
		clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL);
}

static void storm(void (*make)(unsigned int), unsigned int batches, unsigned int rate)
{
	long long *took = calloc(batches, sizeof(*took)), before, begin = now();

	check(took != NULL, "calloc");
	before = spent();
	for (unsigned int batch = 0; batch < batches; batch++) {
		long long start = now();

		for (unsigned int i = 0; i < BATCH; i++) {
			make(batch * BATCH + i);
			if (rate)
				keep_pace(begin, batch * BATCH + i + 1, rate);
		}
		took[batch] = (now() - start) / BATCH;
	}
	before = spent() - before;
	qsort(took, batches, sizeof(*took), compare);
	printf("%lld %lld\n", took[batches / 2], before / batches / BATCH);
	fflush(stdout);
	free(took);
}

int main(int argc, char **argv)
{
	void (*make)(unsigned int) = argc < 2				   ? NULL :
				     !strcmp(argv[1], "refused")	   ? refused :
				     !strcmp(argv[1], "peers")		   ? peers :
				     !strcmp(argv[1], "aborted")	   ? aborted :
				     !strcmp(argv[1], "udp")		   ? udp :
				     !strcmp(argv[1], "flood") && argc > 2 ? flood :
									     NULL;
	socklen_t length = sizeof(open_port);
	unsigned int times, rate;

	if (!make) {
		fputs("storm refused|peers|aborted|udp, storm flood DEVICE\n", stderr);
		return 2;
	}
	closed.sin_addr.s_addr = open_port.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	closed.sin_port = htons(9);
	listener = socket(AF_INET, SOCK_STREAM, 0);
	check(!bind(listener, (struct sockaddr *)&open_port, sizeof(open_port)) &&
		      !listen(listener, 16) &&
		      !getsockname(listener, (struct sockaddr *)&open_port, &length),
	      "listen");
	if (make == udp)
		socket_of_storm = socket(AF_INET, SOCK_DGRAM, 0);
	if (make == flood) {
		socket_of_storm = socket(AF_PACKET, SOCK_DGRAM, 0);
		way.sll_family = AF_PACKET;
		way.sll_protocol = htons(0x0800);
		way.sll_ifindex = if_nametoindex(argv[2]);
		way.sll_halen = sizeof(hardware_address);
		memcpy(way.sll_addr, hardware_address, sizeof(hardware_address));
	}
	while (scanf("%u %u", &times, &rate) == 2 && times >= BATCH)
		storm(make, times / BATCH, rate);
	return 0;
}
