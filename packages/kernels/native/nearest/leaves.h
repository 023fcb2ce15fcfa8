/* Leaves in the order of their distance from another leaf. */
#pragma once

#include "job.h"

/* The squared distance between the bounds of two leaves, at most that of any two of their points. */
static double box_distance(const struct search *search, const struct table *table, int leaf, int other) {
  size_t ours = (size_t)leaf * search->M, theirs = (size_t)other * search->M;
  double sum = 0;
  for (int m = 0; m < search->M; m++) {
    double below = table->lows[ours + m] - search->rows.highs[theirs + m];
    double above = search->rows.lows[theirs + m] - table->highs[ours + m];
    double gap = below > above ? below : above;
    if (gap > 0) sum += gap * gap;
  }
  return sum;
}

/* Orders the leaves of rows from `first` on by the distance of their bounds from those of a leaf, the near ones first, in
 * `search->leaves`; returns how many they are. */
static int order_leaves(const struct search *search, const struct table *table, int leaf, int first) {
  struct reached *order = search->leaves;
  int count = leaves_of(&search->rows) - first;
  for (int i = 0; i < count; i++)
    order[i] = (struct reached){box_distance(search, table, leaf, first + i), first + i};
  // Shell's sort, with gaps by 9/4
  int gap = 1;
  while (gap < count / 3) gap = gap * 9 / 4 + 1;
  for (; gap > 0; gap = gap * 4 / 9) {
    for (int i = gap; i < count; i++) {
      struct reached one = order[i];
      int at = i;
      for (; at >= gap && order[at - gap].least > one.least; at -= gap) order[at] = order[at - gap];
      order[at] = one;
    }
  }
  return count;
}
