/*
 * Squared distances of many pairs, eight floats at a time, of which those that matter go into lists; by differences, whose
 * sum over some channels ends most comparisons early where few directions tell rows apart, or by products,
 * |x|² + |y|² − 2xy, with half as much to compute where they do not.
 */
#pragma once

#include "lists.h"

/* Channels that are added before sums are first compared with the limits, and between later comparisons. */
#define FIRST_CHANNELS 8
#define NEXT_CHANNELS 16

/* Vectors of a panel, with AVX-512 as well: two of them are computed as fast as one of sixteen on many processors. */
typedef float eight __attribute__((vector_size(4 * PANEL), may_alias, aligned(4)));

INLINE eight eight_times(float value) { return value - (eight){0}; }

/* a · b + c. */
INLINE eight eight_madd(eight a, eight b, eight c) { return (eight)_mm256_fmadd_ps((__m256)a, (__m256)b, (__m256)c); }

/* The larger ones. */
INLINE eight eight_most(eight a, eight b) { return (eight)_mm256_max_ps((__m256)a, (__m256)b); }

/* A bit for each of the eight that is below its limit. */
INLINE uint32_t bits_below(eight values, eight limits) {
  return (uint32_t)_mm256_movemask_ps(_mm256_cmp_ps((__m256)values, (__m256)limits, _CMP_LT_OQ));
}

/* Four points and the panels that they are compared with. */
struct comparison {
  const struct search *search;
  const struct table *table;
  /* The first of the points, a multiple of four; their coordinates, a panel's width apart for each channel. */
  int first;
  const float *points;
  /* Whether the points are rows too, whose pairs go into the lists of both. */
  int mutual;
};

/* The limits of the rows of a panel, which matter where the pair goes into both lists. */
INLINE eight limits_of_panel(const struct comparison *of, int panel) {
  return *(const eight *)(of->mutual ? of->search->rows.limits + (size_t)panel * PANEL : of->search->never);
}

/* A bit for each of the (FOUR, PANEL) pairs of a panel that is below the limit of its point or of its row. */
INLINE uint32_t near_bits(const struct comparison *of, const eight *distances, eight theirs) {
  uint32_t bits = 0;
  for (int i = 0; i < FOUR; i++) {
    eight limits = eight_most(eight_times(limit_of(of->table, of->first + i)), theirs);
    bits |= bits_below(distances[i], limits) << (PANEL * i);
  }
  return bits;
}

static __attribute__((noinline)) void keep(const struct comparison *of, const eight *distances, int panel, uint32_t near) {
  float pairs[FOUR * PANEL];
  memcpy(pairs, distances, sizeof pairs);
  if (of->mutual) keep_mutually(of->search, pairs, of->first, panel * PANEL, near);
  else keep_near(of->search, of->table, pairs, of->first, panel * PANEL, near);
}

/* Adds channels to sums: of squared differences, or of products. `panels` and `products` are constants where this is called. */
INLINE void add_channels(const float *points, const float *rows, size_t panel_size, int panels, int products, int from,
                         int to, eight sums[2][FOUR]) {
  for (int d = from; d < to; d++) {
    eight row[2];
    for (int j = 0; j < panels; j++) row[j] = *(const eight *)(rows + j * panel_size + (size_t)d * PANEL);
#pragma GCC unroll 4
    for (int i = 0; i < FOUR; i++) {
      eight point = eight_times(points[d * PANEL + i]);
#pragma GCC unroll 2
      for (int j = 0; j < panels; j++) {
        if (products) sums[j][i] = eight_madd(point, row[j], sums[j][i]);
        else {
          eight difference = point - row[j];
          sums[j][i] = eight_madd(difference, difference, sums[j][i]);
        }
      }
    }
  }
}

/* One or two panels by differences. */
INLINE void differences(const struct comparison *of, int panel, int panels) {
  const struct search *search = of->search;
  size_t panel_size = (size_t)search->D * PANEL;
  const float *rows = search->rows.panels + panel * panel_size;
  eight sums[2][FOUR] = {{{0}}};
  uint32_t bits[2] = {0, 0};
  for (int from = 0, to = smaller(FIRST_CHANNELS, search->D);;) {
    add_channels(of->points, rows, panel_size, panels, 0, from, to, sums);
    for (int j = 0; j < panels; j++) bits[j] = near_bits(of, sums[j], limits_of_panel(of, panel + j));
    if ((bits[0] | bits[1]) == 0) return;
    if (to == search->D) break;
    from = to;
    to = smaller(to + NEXT_CHANNELS, search->D);
  }
  for (int j = 0; j < panels; j++)
    if (bits[j]) keep(of, sums[j], panel + j, bits[j]);
}

/* One or two panels by products. */
INLINE void products(const struct comparison *of, int panel, int panels) {
  const struct search *search = of->search;
  size_t panel_size = (size_t)search->D * PANEL;
  const float *rows = search->rows.panels + panel * panel_size;
  eight sums[2][FOUR] = {{{0}}};
  add_channels(of->points, rows, panel_size, panels, 1, 0, search->D, sums);
  for (int j = 0; j < panels; j++) {
    eight norms = *(const eight *)(search->rows.norms + (size_t)(panel + j) * PANEL);
    for (int i = 0; i < FOUR; i++) {
      eight both = norms + of->table->norms[of->first + i];
      // rounding may make them negative, which the order of entries in lists does not know
      sums[j][i] = eight_most(eight_madd(eight_times(-2), sums[j][i], both), (eight){0});
    }
    uint32_t bits = near_bits(of, sums[j], limits_of_panel(of, panel + j));
    if (bits) keep(of, sums[j], panel + j, bits);
  }
}

/* Compares four points, from the one at `first` on, with panels of rows. */
static void compare(const struct search *search, const struct table *table, int first, int from, int to, int mutual) {
  size_t panel_size = (size_t)search->D * PANEL;
  const float *points = table->panels + first / PANEL * panel_size + first % PANEL;
  struct comparison of = {search, table, first, points, mutual};
  int panel = from;
  if (search->product_error > 0) {
    for (; panel + 2 <= to; panel += 2) products(&of, panel, 2);
    if (panel < to) products(&of, panel, 1);
  } else {
    for (; panel + 2 <= to; panel += 2) differences(&of, panel, 2);
    if (panel < to) differences(&of, panel, 1);
  }
}
