/** Decisions against Optuna's, and the brackets of hyperband against the paper's. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { bracketOf, bracketShares } from './hyperband.js';
import type { Course } from './pruner.js';
import { createPruner, PrunerConfig } from './registry.js';

const golden = JSON.parse(
  readFileSync(new URL('../../../../test/fixtures/tune.json', import.meta.url), 'utf8'),
) as {
  readonly courses: readonly (readonly number[])[];
  readonly halving: Readonly<Record<string, readonly (number | null)[]>>;
};

/** Trials one after the other; the step at which each was ended. */
function endings(
  config: { readonly kind: string },
  courses: Course['reports'][],
): (number | null)[] {
  const pruner = createPruner(config);
  const before: Course[] = [];
  return courses.map((reports, trial) => {
    const at = reports.findIndex((_, i) =>
      pruner.prunes({ trial, reports: reports.slice(0, i + 1) }, before),
    );
    before.push({ trial, reports: at < 0 ? reports : reports.slice(0, at + 1) });
    return at < 0 ? null : reports[at].step;
  });
}

const courses = golden.courses.map((losses) => losses.map((loss, i) => ({ step: i + 1, loss })));

test.each(Object.entries(golden.halving))(
  'halving by %s ends the trials that Optuna ends',
  (reduction, expected) => {
    const config = { kind: 'halving', minResource: 1, reduction: Number(reduction) };
    expect(endings(config, courses)).toEqual(expected);
    expect(expected.filter((step) => step !== null).length).toBeGreaterThan(10);
  },
);

test('no trial is ended by the pruner none, nor before the first rung', () => {
  expect(endings({ kind: 'none' }, courses).every((step) => step === null)).toBe(true);
  const late = endings(
    { kind: 'halving', minResource: 4, reduction: 2 } as { kind: string },
    courses,
  );
  expect(late.every((step) => step === null || step >= 4)).toBe(true);
});

test('a rung is decided once: a loss that rises behind it ends no trial before the next', () => {
  const steady = { trial: 0, reports: [1, 2, 3].map((step) => ({ step, loss: 0.5 })) };
  const risen = [0.4, 0.9, 0.9].map((loss, i) => ({ step: i + 1, loss }));
  const pruner = createPruner({ kind: 'halving', minResource: 1, reduction: 3 });
  const prunes = (count: number) =>
    pruner.prunes({ trial: 1, reports: risen.slice(0, count) }, [steady]);
  expect([1, 2, 3].map(prunes)).toEqual([false, false, true]);
});

test('hyperband fills the brackets of the paper, and a trial competes within its own', () => {
  // Li et al. 2018, table 1: R = 81, eta = 3
  const shares = bracketShares({ minResource: 1, maxResource: 81, reduction: 3 });
  expect(shares).toEqual([81, 34, 15, 8, 5]);
  expect(bracketOf(0, shares)).toBe(0);
  expect(bracketOf(81, shares)).toBe(1);
  expect(bracketOf(142, shares)).toBe(4);
  expect(bracketOf(143, shares)).toBe(0);
  const config = PrunerConfig.parse({ kind: 'hyperband', maxResource: 9, reduction: 3 });
  const pruner = createPruner(config as { kind: string });
  const good: Course = { trial: 0, reports: [{ step: 1, loss: 0 }] };
  const behind = [{ step: 1, loss: 1 }];
  expect(pruner.prunes({ trial: 1, reports: behind }, [good])).toBe(true);
  expect(pruner.prunes({ trial: 9, reports: behind }, [good])).toBe(false); // its bracket begins at step 3
});
