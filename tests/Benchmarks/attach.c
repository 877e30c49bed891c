/*
 * Attaches the programs of an object file until its input ends: attach FILE. What it has opened is
 * seen in /proc/PID/fdinfo. It takes the events out of the ring buffer, if there is one, each
 * second, as the plugin does, and at each line of its input: then it prints how many have come.
 */
#include <bpf/libbpf.h>
#include <poll.h>
#include <stdio.h>
#include <unistd.h>

static int take(void *taken, void *event, size_t size)
{
	(void)event;
	(void)size;
	++*(long *)taken;
	return 0;
}

int main(int argc, char **argv)
{
	struct bpf_object *object = argc == 2 ? bpf_object__open_file(argv[1], NULL) : NULL;
	struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };
	struct ring_buffer *ring = NULL;
	struct bpf_program *program;
	struct bpf_map *map;
	char line[16];
	long taken = 0;

	if (!object)
		return 1;
	map = bpf_object__find_map_by_name(object, "totals");
	if (map && bpf_map__set_max_entries(map, libbpf_num_possible_cpus()))
		return 1;
	if (bpf_object__load(object))
		return 1;
	map = bpf_object__find_map_by_name(object, "events");
	if (map) {
		ring = ring_buffer__new(bpf_map__fd(map), take, &taken, NULL);
		if (!ring)
			return 1;
	}
	bpf_object__for_each_program(program, object) if (!bpf_program__attach(program)) return 1;
	puts("attached");
	fflush(stdout);
	for (;;) {
		int told = poll(&input, 1, ring ? 1000 : -1);

		if (told < 0 || (told && read(STDIN_FILENO, line, sizeof(line)) <= 0))
			return told < 0;
		if (ring && ring_buffer__consume(ring) < 0)
			return 1;
		if (!told)
			continue;
		printf("%ld events\n", taken);
		fflush(stdout);
	}
}
