/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the plugin knows of the running kernel, and the programs as constants. */
#ifndef MEANINGS_BPF_H
#define MEANINGS_BPF_H

#include "tcp_resets.h"

const volatile struct meanings meanings;

/*
 * An index as the verifier wants it, below a power of two: a comparison the compiler may turn into
 * one that it does not understand.
 */
static __always_inline __u32 bound(__u32 index, __u32 size)
{
	barrier_var(index);
	return index & (size - 1);
}

#endif
