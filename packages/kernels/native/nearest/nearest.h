/*
 * The nearest rows to many points, leaf after leaf: each kernel does the part of a job for one leaf. For rows among
 * themselves: `compareWithin` for all leaves, then `compareAfter`, then `settleRows`. What products do not prove is
 * searched again by differences.
 */
#pragma once

#include "compare.h"
#include "leaves.h"
#include "settle.h"

static void compare_leaves(const struct search *search, const struct table *table, int leaf, int other, int mutual) {
  int first = leaf * LEAF;
  int from = other * (LEAF / PANEL);
  int to = from + (size_of_leaf(&search->rows, other) + PANEL - 1) / PANEL;
  for (int at = first; at < first + size_of_leaf(table, leaf); at += FOUR) compare(search, table, at, from, to, mutual);
}

/* Whether leaves at a least squared distance hold nothing nearer than a limit, whatever was rounded. */
static int is_beyond(const struct search *search, double least, float limit, double far) {
  return least * (1 - search->rounding) > (double)limit + search->product_error * (far + search->far_row);
}

/* Compares the points of a leaf with the rows of all leaves that may hold near ones. */
static void search_all(const struct search *search, const struct table *table, int leaf) {
  clear_lists(search, table, leaf);
  int count = order_leaves(search, table, leaf, 0);
  for (int i = 0; i < count; i++) {
    struct reached next = search->leaves[i];
    if (is_beyond(search, next.least, largest_limit(table, leaf), search->far_point)) break;
    compare_leaves(search, table, leaf, next.leaf, 0);
  }
}

/* Returns whether the neighbours of all points of the leaf are proven. */
static int settle_leaf(const struct search *search, const struct table *table, int leaf) {
  int all = 1;
  for (int at = leaf * LEAF; at < leaf * LEAF + size_of_leaf(table, leaf); at++) all &= settle(search, table, at);
  return all;
}

/* What products did not prove, by differences. */
static void settle_again(struct search *search, const struct table *table, int leaf) {
  if (search->product_error == 0) return;
  search->product_error = 0;
  search_all(search, table, leaf);
  settle_leaf(search, table, leaf);
}

/* Finds the nearest rows to the points of a leaf. */
static void searchLeaf(const struct job *job, int part, int thread) {
  struct search search = read_search(job, thread);
  int leaf = leaf_of(job, part);
  search_all(&search, &search.points, leaf);
  if (!settle_leaf(&search, &search.points, leaf)) settle_again(&search, &search.points, leaf);
}

/* Compares the rows of a leaf with each other. */
static void compareWithin(const struct job *job, int part, int thread) {
  struct search search = read_search(job, thread);
  int leaf = leaf_of(job, part);
  clear_lists(&search, &search.rows, leaf);
  compare_leaves(&search, &search.rows, leaf, leaf, 1);
}

/* Compares the rows of a leaf with those of all later leaves that may hold near ones, for both. */
static void compareAfter(const struct job *job, int part, int thread) {
  struct search search = read_search(job, thread);
  int leaf = leaf_of(job, part);
  int count = order_leaves(&search, &search.rows, leaf, leaf + 1);
  for (int i = 0; i < count; i++) {
    struct reached next = search.leaves[i];
    float ours = largest_limit(&search.rows, leaf), theirs = largest_limit(&search.rows, next.leaf);
    if (is_beyond(&search, next.least, ours > theirs ? ours : theirs, search.far_row)) continue;
    compare_leaves(&search, &search.rows, leaf, next.leaf, 1);
  }
}

/* Orders what was kept for the rows of a leaf. */
static void settleRows(const struct job *job, int part, int thread) {
  struct search search = read_search(job, thread);
  int leaf = leaf_of(job, part);
  if (!settle_leaf(&search, &search.rows, leaf)) settle_again(&search, &search.rows, leaf);
}
