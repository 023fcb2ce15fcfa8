/*
 * The lists of nearest rows, the nearest first: each entry has the bits of a distance above and an index below, which are in
 * the order of distances, because those are not negative.
 */
#pragma once

#include <math.h>

#include "job.h"

/* An entry that is farther than any. */
#define NONE 0x7f80000000000000u

/* The distance of an entry; infinite where there is none. */
INLINE float distance_of(uint64_t entry) {
  uint32_t high = (uint32_t)(entry >> 32);
  float distance;
  memcpy(&distance, &high, sizeof distance);
  return distance;
}

/* The index of an entry. */
INLINE int index_of(uint64_t entry) { return (int)(uint32_t)entry; }

/* Limits are read while another thread lowers them: an earlier one was higher and leaves nothing out. */
INLINE float limit_of(const struct table *table, int at) {
  float limit;
  __atomic_load(table->limits + at, &limit, __ATOMIC_RELAXED);
  return limit;
}

/* Puts a row in its place in the list of a point; the last one is lost. */
static void insert(const struct table *table, int keep, int at, float distance, int row) {
  uint64_t *list = table->lists + (size_t)at * keep;
  uint32_t high;
  memcpy(&high, &distance, sizeof high);
  uint64_t entry = ((uint64_t)high << 32) | (uint32_t)row;
  int k = keep - 1;
  for (; k > 0 && list[k - 1] > entry; k--) list[k] = list[k - 1];
  list[k] = entry;
  float last = distance_of(list[keep - 1]);
  __atomic_store(table->limits + at, &last, __ATOMIC_RELAXED);
}

/* Puts pairs of points and rows into the lists of the points, where their distances, (FOUR, PANEL), are below a limit;
 * `near` has a bit for each pair that may be. */
static void keep_near(const struct search *search, const struct table *table, const float *distances, int first,
                      int first_row, uint32_t near) {
  for (; near != 0; near &= near - 1) {
    int pair = __builtin_ctz(near);
    int row = first_row + pair % PANEL;
    int point = first + pair / PANEL;
    if (row < search->rows.count && distances[pair] < limit_of(table, point))
      insert(table, search->keep, point, distances[pair], row);
  }
}

/* Offers a row to the list of another one, whose word in `locks` is held meanwhile: other threads may change it, too. */
static void offer(const struct search *search, int row, float distance, int other) {
  if (!(distance < limit_of(&search->rows, row))) return;
  int32_t *lock = search->locks + row;
  while (__atomic_exchange_n(lock, 1, __ATOMIC_ACQUIRE) != 0) {
  }
  if (distance < limit_of(&search->rows, row)) insert(&search->rows, search->keep, row, distance, other);
  __atomic_store_n(lock, 0, __ATOMIC_RELEASE);
}

/* The same for pairs of rows, each of which goes into the lists of both; it counts where the second row comes later. */
static void keep_mutually(const struct search *search, const float *distances, int first, int second, uint32_t near) {
  for (; near != 0; near &= near - 1) {
    int pair = __builtin_ctz(near);
    int left = first + pair / PANEL;
    int right = second + pair % PANEL;
    if (right <= left || right >= search->rows.count) continue;
    offer(search, left, distances[pair], right);
    offer(search, right, distances[pair], left);
  }
}

/* Empties the lists of a leaf; points beyond the last one are near nothing. */
static void clear_lists(const struct search *search, const struct table *table, int leaf) {
  int first = leaf * LEAF;
  int end = first + ((size_of_leaf(table, leaf) + PANEL - 1) & -PANEL);
  for (int at = first; at < end; at++) {
    for (int k = 0; k < search->keep; k++) table->lists[(size_t)at * search->keep + k] = NONE;
    table->limits[at] = at < table->count ? INFINITY : -INFINITY;
  }
}

/* The largest limit of a leaf, which nothing farther can be below. */
static float largest_limit(const struct table *table, int leaf) {
  float largest = -INFINITY;
  int first = leaf * LEAF;
  for (int at = first; at < first + size_of_leaf(table, leaf); at++) {
    float limit = limit_of(table, at);
    if (limit > largest) largest = limit;
  }
  return largest;
}
