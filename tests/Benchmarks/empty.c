/*
 * Attaches the programs of an object file until its input ends: empty FILE. What it has opened is
 * seen in /proc/PID/fdinfo.
 */
#include <bpf/libbpf.h>
#include <stdio.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	struct bpf_object *object = argc == 2 ? bpf_object__open_file(argv[1], NULL) : NULL;
	struct bpf_program *program;
	char end;

	if (!object || bpf_object__load(object))
		return 1;
	bpf_object__for_each_program(program, object) if (!bpf_program__attach(program)) return 1;
	puts("attached");
	fflush(stdout);
	return read(0, &end, 1) < 0;
}
