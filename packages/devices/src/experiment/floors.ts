/**
 * Simple methods beside the networks, which a network should beat: the distance to the nearest days of the class, and what
 * the first principal components of its days do not reproduce.
 */
import { knn, pca } from '@anodec/classic';
import { createFrame, createFrom, type FittedDetector, type Listeners } from '@anodec/core';
import { type DayTable, selectDays, SLOTS } from '../day-table.js';

const METHODS = { knn, pca };

/** Names of the methods, and what they are called in tables. */
export const FLOORS = { knn: 'nearest day of the class', pca: 'PCA of the class' } as const;

/** A method fitted to the days of each class. */
export interface DayFloor {
  /** Scores days by the method of their class. @param labels (N) @returns (N) */
  score(table: DayTable, labels: ArrayLike<number>): Promise<Float64Array>;
}

/**
 * Fits a method to the days of each class.
 *
 * @param labels (N), classes 0, 1, … of which each has a day
 * @throws DataError when a class has too few days for the method; StoppedError on an abort
 */
export async function fitFloor(
  method: keyof typeof FLOORS,
  table: DayTable,
  labels: ArrayLike<number>,
  listeners: Listeners = {},
): Promise<DayFloor> {
  const fitted: FittedDetector[] = [];
  for (let label = 0; label <= Math.max(...Array.from(labels)); label++) {
    const own = daysOf(labels, label);
    const detector = createFrom(METHODS, method);
    fitted.push(await detector.fit([frameOf(selectDays(table, own))], listeners));
  }
  return {
    async score(days, of) {
      const scores = new Float64Array(days.dates.length);
      for (const [label, one] of fitted.entries()) {
        const own = daysOf(of, label);
        if (own.length === 0) continue;
        const { rows } = await one.score(frameOf(selectDays(days, own)), listeners);
        own.forEach((n, i) => {
          scores[n] = rows[i];
        });
      }
      return scores;
    },
  };
}

function daysOf(labels: ArrayLike<number>, label: number): number[] {
  return Array.from(labels, (_, n) => n).filter((n) => labels[n] === label);
}

/** Days as rows, slots as channels. */
function frameOf({ values }: DayTable) {
  return createFrame({ values, channels: Array.from({ length: SLOTS }, (_, s) => `slot ${s}`) });
}
