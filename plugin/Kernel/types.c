// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The types of the running kernel, 5 MB of them, read once for all who ask. libbpf reads them for
 * each one anew, into a buffer of which it keeps a copy. The executable is linked with --wrap of
 * both functions: all calls come here, those within libbpf.a as well, and __real_ is libbpf's own.
 */
#include <bpf/btf.h>
#include <fcntl.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct btf *__real_btf__load_vmlinux_btf(void);
void __real_btf__free(struct btf *btf);

static struct btf *types;
static unsigned int users;

/*
 * Since 6.16 the kernel lets its own pages be seen (btf_sysfs_vmlinux_mmap() in
 * kernel/bpf/sysfs_btf.c), which no buffer is needed for.
 */
static struct btf *load_seen(void)
{
	int fd = open("/sys/kernel/btf/vmlinux", O_RDONLY | O_CLOEXEC);
	void *seen = MAP_FAILED;
	struct btf *loaded = NULL;
	struct stat status;

	if (fd < 0)
		return NULL;
	if (fstat(fd, &status) == 0 && status.st_size > 0)
		seen = mmap(NULL, status.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (seen == MAP_FAILED)
		return NULL;
	loaded = btf__new(seen, status.st_size);
	munmap(seen, status.st_size);
	return loaded;
}

/* Nobody has two threads here. */
struct btf *__wrap_btf__load_vmlinux_btf(void)
{
	if (!types)
		types = load_seen();
	if (!types)
		types = __real_btf__load_vmlinux_btf();
	if (types)
		users++;
	return types;
}

void __wrap_btf__free(struct btf *btf)
{
	if (btf && btf == types) {
		if (--users)
			return;
		types = NULL;
	}
	__real_btf__free(btf);
}
