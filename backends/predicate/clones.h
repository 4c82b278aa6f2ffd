// For loops over many bits or numbers: one function for each of these instruction sets, chosen when
// the program starts. Sanitizers start too late for that.
#pragma once

#if defined(__x86_64__) && defined(__linux__) && !defined(TAMIS_SANITIZED)
#define TAMIS_CLONES __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define TAMIS_CLONES
#endif
