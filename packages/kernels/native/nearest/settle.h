/* What was kept for a point, in the order of exact distances. */
#pragma once

#include "lists.h"

/* Added up channel after channel, as in `packages/classic/src/neighbours/nearest-rows.ts`. */
static double exact_distance(const float *point, const float *row, int D) {
  double sum = 0;
  for (int d = 0; d < D; d++) {
    double difference = (double)point[d] - (double)row[d];
    sum += difference * difference;
  }
  return sum;
}

/* Puts a row in its place among the first `count`, by distance and then by index. */
static void place(struct candidate *candidates, int count, struct candidate one) {
  int at = count;
  for (; at > 0; at--) {
    struct candidate before = candidates[at - 1];
    if (before.distance < one.distance || (before.distance == one.distance && before.row < one.row)) break;
    candidates[at] = before;
  }
  candidates[at] = one;
}

/*
 * Writes the nearest of the kept rows and whether they are surely the nearest, which it returns: farther ones than the last
 * in the list were not kept, and rounding moves them a little.
 *
 * Rows equal to the point are alike, whichever of them are taken. A row is not its own neighbour.
 */
static int settle(const struct search *search, const struct table *table, int at) {
  const uint64_t *list = table->lists + (size_t)at * search->keep;
  int D = search->D, n = table->order[at], count = 0;
  const float *point = table->values + (size_t)n * D;
  struct candidate *candidates = search->candidates;
  for (int k = 0; k < search->keep && distance_of(list[k]) != INFINITY; k++) {
    int row = search->rows.order[index_of(list[k])];
    if (table == &search->rows && row == n) continue;
    double distance = exact_distance(point, search->rows.values + (size_t)row * D, D);
    place(candidates, count++, (struct candidate){distance, row});
  }
  double farthest = count >= search->wanted ? candidates[search->wanted - 1].distance : INFINITY;
  double last = distance_of(list[search->keep - 1]);
  double square = last - search->product_error * ((double)table->norms[at] + search->far_row);
  double least = fmax(0, sqrt(fmax(0, square)) - search->moved);
  int is_proven = farthest == 0 || farthest < (1 - search->rounding) * least * least;
  search->proven[n] = (uint8_t)is_proven;
  for (int k = 0; is_proven && k < search->wanted; k++) {
    search->found_rows[(size_t)n * search->wanted + k] = candidates[k].row;
    search->found_distances[(size_t)n * search->wanted + k] = candidates[k].distance;
  }
  return is_proven;
}
