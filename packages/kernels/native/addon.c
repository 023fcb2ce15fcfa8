/*
 * The addon for Node. `open(instructionSet, memory)` returns the kernels of an instruction set as functions
 * (job, chunk, thread) over the shared memory of the backend `simd`, as the exports of its WebAssembly are, and its
 * layout. It has no state and starts no threads: each worker of `src/simd/pool.ts` opens it for itself.
 */
#include <node_api.h>
#include <stdlib.h>
#include <string.h>

#include "kernels.h"

/* A kernel and the memory that its jobs count addresses from. */
struct bound_kernel {
  kernel *compute;
  char *memory;
};

/* The table of an instruction set; NULL where the processor lacks it. */
static const struct kernel_table *table_of(const char *set) {
  if (strcmp(set, "plain") == 0) return &kernels_plain;
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (strcmp(set, "avx2") == 0 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return &kernels_avx2;
  if (strcmp(set, "avx512") == 0 && __builtin_cpu_supports("avx512f")) return &kernels_avx512;
#endif
  return NULL;
}

static napi_value run(napi_env env, napi_callback_info info) {
  size_t count = 3;
  napi_value arguments[3];
  void *data;
  int32_t job = 0, chunk = 0, thread = 0;
  napi_get_cb_info(env, info, &count, arguments, NULL, &data);
  if (napi_get_value_int32(env, arguments[0], &job) != napi_ok ||
      napi_get_value_int32(env, arguments[1], &chunk) != napi_ok ||
      napi_get_value_int32(env, arguments[2], &thread) != napi_ok) {
    napi_throw_type_error(env, NULL, "A kernel must be called with (job, chunk, thread), got other values.");
    return NULL;
  }
  const struct bound_kernel *bound = data;
  struct job at = {bound->memory, (const uint32_t *)(bound->memory + job)};
  bound->compute(&at, chunk, thread);
  return NULL;
}

static void release(napi_env env, void *data, void *hint) {
  (void)env;
  (void)hint;
  free(data);
}

static napi_status set_number(napi_env env, napi_value object, const char *name, int value) {
  napi_value number;
  napi_status status = napi_create_int32(env, value, &number);
  return status == napi_ok ? napi_set_named_property(env, object, name, number) : status;
}

static napi_status set_kernel(napi_env env, napi_value object, const struct named_kernel *named, char *memory) {
  struct bound_kernel *bound = malloc(sizeof *bound);
  if (!bound) return napi_generic_failure;
  *bound = (struct bound_kernel){named->compute, memory};
  napi_value function;
  napi_status status = napi_create_function(env, named->name, NAPI_AUTO_LENGTH, run, bound, &function);
  if (status == napi_ok) status = napi_add_finalizer(env, function, bound, release, NULL, NULL);
  if (status != napi_ok) {
    free(bound);
    return status;
  }
  return napi_set_named_property(env, object, named->name, function);
}

/* { lanes, strip, kernels: { name: function } }; undefined where the processor lacks the instruction set. */
static napi_value open(napi_env env, napi_callback_info info) {
  size_t count = 2, length = 0;
  napi_value arguments[2], result, kernels;
  char set[16] = "";
  void *memory = NULL;
  napi_typedarray_type type;
  napi_get_cb_info(env, info, &count, arguments, NULL, NULL);
  if (napi_get_value_string_utf8(env, arguments[0], set, sizeof set, NULL) != napi_ok ||
      napi_get_typedarray_info(env, arguments[1], &type, &length, &memory, NULL, NULL) != napi_ok || !memory) {
    napi_throw_type_error(env, NULL, "The addon must be opened with (instructionSet, memory), got other values.");
    return NULL;
  }
  const struct kernel_table *table = table_of(set);
  if (!table) return NULL;
  napi_status status = napi_create_object(env, &result);
  if (status == napi_ok) status = napi_create_object(env, &kernels);
  if (status == napi_ok) status = napi_set_named_property(env, result, "kernels", kernels);
  if (status == napi_ok) status = set_number(env, result, "lanes", table->lanes);
  if (status == napi_ok) status = set_number(env, result, "strip", table->strip);
  for (int i = 0; status == napi_ok && i < table->count; i++)
    status = set_kernel(env, kernels, &table->kernels[i], memory);
  if (status == napi_ok) return result;
  napi_throw_error(env, NULL, "The kernels of the addon must be readable by Node, got an error of its interface.");
  return NULL;
}

NAPI_MODULE_INIT() {
  napi_value function;
  if (napi_create_function(env, "open", NAPI_AUTO_LENGTH, open, NULL, &function) == napi_ok)
    napi_set_named_property(env, exports, "open", function);
  return exports;
}
