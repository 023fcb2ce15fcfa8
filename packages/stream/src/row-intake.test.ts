/** Which rows are taken, by hand. */
import { expect, test } from 'vitest';
import { type RowIntake, startIntake } from './row-intake.js';

const rows = (...times: number[]) =>
  [Float64Array.from(times), Float32Array.from(times, (time) => time * 10)] as const;
const given = (intake: RowIntake, ...times: number[]) => {
  const { timestamps, values } = intake.push(...rows(...times));
  expect([...values]).toEqual([...timestamps].map((time) => time * 10));
  return [...timestamps];
};

test('leaves out and counts late and repeated rows, and counts gaps', () => {
  const intake = startIntake({ width: 1, period: 1, wait: 0 });
  expect(given(intake, 5, 6, 6, 7)).toEqual([5, 6, 7]);
  expect(given(intake, 6, 7, 9)).toEqual([9]);
  expect(intake.state().counts).toEqual({ taken: 4, late: 1, repeated: 2, gaps: 1 });
});

test('waits for late rows as long as it is told, and gives them in order', () => {
  const intake = startIntake({ width: 1, period: 1, wait: 2 });
  expect(given(intake, 1, 3)).toEqual([1]);
  expect(given(intake, 2, 3, 4)).toEqual([2]);
  expect(given(intake, 5.5)).toEqual([3]);
  expect(given(intake, 2.5)).toEqual([]);
  expect([...intake.finish().timestamps]).toEqual([4, 5.5]);
  expect(intake.state().counts).toEqual({ taken: 5, late: 1, repeated: 1, gaps: 0 });
});

test('goes on from its state, rows that wait included, with a missing reading', () => {
  const intake = startIntake({ width: 1, period: 1, wait: 2 });
  intake.push(Float64Array.of(1, 3), Float32Array.of(10, NaN));
  const state = JSON.parse(JSON.stringify(intake.state()));
  const again = startIntake({ width: 1, period: 1, wait: 2 }, state);
  const { timestamps, values } = again.push(Float64Array.of(1, 6), Float32Array.of(7, 60));
  expect([[...timestamps], [...values]]).toEqual([[3], [NaN]]);
  expect(again.state().counts).toEqual({ taken: 2, late: 0, repeated: 1, gaps: 1 });
});

test('numbers rows that have no times, at the period of training', () => {
  const intake = startIntake({ width: 1, period: 60, wait: 0 });
  const push = (n: number) => [
    ...intake.push(new Float64Array(n).fill(NaN), new Float32Array(n)).timestamps,
  ];
  expect([push(2), push(1)]).toEqual([[0, 60], [120]]);
});
