/*
 * A search of nearest rows: counts and addresses, as `packages/classic/src/neighbours/search-memory.ts` writes them for
 * `packages/classic/assembly`, whose functions these kernels stand for, with vectors of eight instead of four, where there are some. Both give
 * the same bits: distances in float32 only say which few rows are compared in double precision, in `settle.h`.
 */
#pragma once

#include "../job.h"
#include "../vector.h"

/* Points of a leaf; only the last leaf may have fewer. */
#define LEAF 64
/* Points of a panel, and points that are compared with panels at a time. */
#define PANEL 8
#define FOUR 4

/* A table in leaves: the rows that are searched, or points to which the nearest are wanted. */
struct table {
  /* N, number of points. */
  int count;
  /* (panels, D, PANEL), coordinates of eight points at a time, channel after channel. */
  const float *panels;
  /* (N), place of each point of the leaves in `values`. */
  const int32_t *order;
  /* (leaves, M), bounds of each leaf along the first directions. */
  const double *lows, *highs;
  /* (N, D), the points as they were given. */
  const float *values;
  /* (N, keep), lists of the points, see lists.h. */
  uint64_t *lists;
  /* (N, a multiple of eight), the last distance in each list; other threads lower it. */
  float *limits;
  /* (N, a multiple of eight), squared distances from the centre. */
  const float *norms;
};

/* A leaf and the least squared distance of anything in it, as they lie in the room of a thread. */
struct reached {
  double least;
  int32_t leaf;
};

/* A row and its squared distance, as they lie in the room of a thread. */
struct candidate {
  double distance;
  int32_t row;
};

struct search {
  struct table rows, points;
  /* Numbers of a point, directions of the bounds, neighbours in a list, and how many of them are wanted. */
  int D, M, keep, wanted;
  /* (N), one word for each row, which is 1 while a thread changes the row's list. */
  int32_t *locks;
  /* Eight floats below any distance. */
  const float *never;
  /* Room of this thread alone, for one of both at a time. */
  struct reached *leaves;
  struct candidate *candidates;
  /* (N, wanted) indices and distances; (N), 1 where the result is proven. */
  int32_t *found_rows;
  double *found_distances;
  uint8_t *proven;
  /* Relative error of a squared distance, and by how much rounded coordinates move a distance. */
  double rounding, moved;
  /* Error of a squared distance from products, as a share of both squared norms; 0 where differences are taken. */
  double product_error;
  /* The largest squared norm of a row, and of a point. */
  double far_row, far_point;
};

/* The words of a table begin at `first`. */
static struct table read_table(const struct job *job, int first) {
  char *memory = job->memory;
  return (struct table){
      .count = integer(job, first),
      .panels = (const float *)(memory + bytes(job, first + 1)),
      .order = (const int32_t *)(memory + bytes(job, first + 2)),
      .lows = (const double *)(memory + bytes(job, first + 3)),
      .highs = (const double *)(memory + bytes(job, first + 4)),
      .values = (const float *)(memory + bytes(job, first + 5)),
      .lists = (uint64_t *)(memory + bytes(job, first + 6)),
      .limits = (float *)(memory + bytes(job, first + 7)),
      .norms = (const float *)(memory + bytes(job, first + 8)),
  };
}

/* Reads the job; the order of its words is that of `writeJob`. */
static struct search read_search(const struct job *job, int thread) {
  char *memory = job->memory;
  char *room = memory + bytes(job, 7) + (size_t)thread * bytes(job, 0);
  const double *errors = (const double *)(job->words + 48);
  return (struct search){
      .rows = read_table(job, 16),
      .points = read_table(job, 32),
      .D = integer(job, 1),
      .M = integer(job, 2),
      .keep = integer(job, 3),
      .wanted = integer(job, 4),
      .locks = (int32_t *)(memory + bytes(job, 5)),
      .never = (const float *)(memory + bytes(job, 6)),
      .leaves = (struct reached *)room,
      .candidates = (struct candidate *)room,
      .found_rows = (int32_t *)(memory + bytes(job, 8)),
      .found_distances = (double *)(memory + bytes(job, 9)),
      .proven = (uint8_t *)(memory + bytes(job, 10)),
      .rounding = errors[0],
      .moved = errors[1],
      .product_error = errors[2],
      .far_row = errors[3],
      .far_point = errors[4],
  };
}

/* The leaf that a part of a job is about. */
static int leaf_of(const struct job *job, int part) { return integer(job, 11) + part; }

/* Points of a leaf. */
static int size_of_leaf(const struct table *table, int leaf) { return smaller(LEAF, table->count - leaf * LEAF); }

/* Leaves of a table. */
static int leaves_of(const struct table *table) { return (table->count + LEAF - 1) / LEAF; }
