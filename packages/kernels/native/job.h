/*
 * The arguments of a kernel: 64 integers and addresses, then as many floats, which the calling thread has
 * written into the shared memory. Addresses count from the beginning of that memory. See `src/simd/runtime.ts`.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

struct job {
  char *memory;
  const uint32_t *words;
};

/* A threaded kernel computes one chunk of a job. */
typedef void kernel(const struct job *job, int chunk, int thread);

static inline int integer(const struct job *job, int index) { return (int)job->words[index]; }

/* An address as a number of bytes, for sizes beyond 2 GB. */
static inline size_t bytes(const struct job *job, int index) { return job->words[index]; }

/* The floats at an address; NULL for the address 0, which stands for "none". */
static inline float *floats(const struct job *job, int index) {
  return job->words[index] == 0 ? 0 : (float *)(job->memory + job->words[index]);
}

static inline float number(const struct job *job, int index) {
  return ((const float *)(job->words + 64))[index];
}
