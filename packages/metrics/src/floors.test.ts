/** The floors beside a detector: what chance gives, for every metric. */
import { expect, test } from 'vitest';
import { evaluate, evaluateRecordings } from './evaluate.js';
import { attackAt, dayOf, detectionOf, T } from './evaluation.fixture.js';
import type { FloorKey } from './floors.js';
import { allMetrics } from './registry.js';

const ATTACKS = [attackAt('Attack 1', 700, 843)]; // a tenth of the day
const detection = detectionOf([100, 244]); // as long as the attack
const evaluation = evaluate(detection, dayOf(), { attacks: ATTACKS, draws: 1000 });

/** One floor of an evaluation. */
function floorOf(key: FloorKey, of = evaluation) {
  const floor = of.floors.find((one) => one.key === key);
  if (!floor) throw new Error(`no floor ${key}`);
  return floor;
}

test('gives every metric a value or none for each floor, within its range', () => {
  expect(evaluation.floors.map(({ key }) => key)).toEqual([
    'randomScores',
    'randomTimes',
    'everyRow',
    'noRow',
  ]);
  for (const floor of evaluation.floors) {
    expect(Object.keys(floor.metrics)).toEqual(allMetrics().map(({ key }) => key));
    const outside = allMetrics().filter(({ key, range: [least, most], costly }) => {
      const band = floor.metrics[key];
      if (!band) return false;
      const drawn = costly ? floor.costlyDraws : floor.draws;
      return (
        band.low < (least ?? -Infinity) || band.high > (most ?? Infinity) || band.draws > drawn
      );
    });
    expect(outside.map(({ key }) => key)).toEqual([]);
  }
});

test('draws random scores: ranking is as good as chance, flags as many as those of the detector', () => {
  const { metrics, draws, costlyDraws } = floorOf('randomScores');
  expect([draws, costlyDraws, metrics.auroc?.draws]).toEqual([1000, 100, 100]);
  expect(metrics.auroc?.mean).toBeCloseTo(0.5, 2);
  expect(metrics.auprc?.mean).toBeCloseTo(0.1, 1);
  expect(metrics.precision?.mean).toBeCloseTo(0.1, 2); // the share of attack rows
  expect(metrics.recall?.mean).toBeCloseTo(0.1, 2); // the share of flagged rows
  expect(metrics.mcc?.mean).toBeCloseTo(0, 2);
  // point adjustment rewards them: some row of a long attack is always flagged
  expect(metrics.pointAdjustedF1?.mean).toBeGreaterThan(0.6);
  expect(metrics.hitRate100?.mean).toBeGreaterThan(0.4); // one of two channels
  expect(metrics.hitRate100?.mean).toBeLessThan(0.6);
});

test('moves alarms to random times near what chance gives, the same for the same seed', () => {
  const { metrics } = floorOf('randomTimes');
  // two stretches of 144 rows overlap in 287 of 1,440 turns; the mean overlap is 14.4 of 144 rows
  expect(metrics.eventRecall?.mean).toBeCloseTo(287 / T, 1);
  expect(metrics.f1?.mean).toBeCloseTo(0.1, 1);
  expect(metrics.timeInAlarm).toMatchObject({ low: 0.1, high: 0.1 });
  expect(evaluate(detection, dayOf(), { attacks: ATTACKS, draws: 1000 })).toEqual(evaluation);
});

test('moves the alarms of each recording within itself', () => {
  // an alarm over a whole recording meets the attack at every turn, no alarm at none
  const [always, never] = [detectionOf([0, T]), detectionOf()].map((one) => ({
    frame: dayOf(),
    detection: one,
    attacks: ATTACKS,
  }));
  const { metrics } = floorOf('randomTimes', evaluateRecordings([always, never], { draws: 40 }));
  expect(metrics.detectedAttacks).toEqual({ mean: 1, low: 1, high: 1, draws: 40 });
});

test('flags every row, and none', () => {
  const [every, none] = [floorOf('everyRow').metrics, floorOf('noRow').metrics];
  expect(every).toMatchObject({ recall: { mean: 1, draws: 1 }, alarms: { mean: 1 } });
  expect(every.precision?.mean).toBeCloseTo(0.1, 12);
  expect(every.pointAdjustedF1?.mean).toBeCloseTo(0.2 / 1.1, 12);
  expect(every).toMatchObject({ hitRate100: null, mcc: null, auroc: { mean: 0.5 } });
  expect(none).toMatchObject({ precision: null, recall: { mean: 0 }, nab: { mean: 0 } });
});

test('has floors for each recovery, and none where no attack is known', () => {
  const { events } = floorOf('everyRow');
  expect(events.map(({ recovery }) => recovery)).toEqual(['0', '30 min']);
  expect(events[1].metrics).toMatchObject({ eventPrecision: { mean: 1 } });
  expect(evaluate(detection, dayOf(new Uint8Array(T))).floors).toEqual([]);
});

test('leaves rows without a score without one in every floor', () => {
  const gap = { ...detection, score: detection.score.slice().fill(NaN, 0, 720) };
  const half = evaluate(gap, dayOf(), { attacks: ATTACKS, draws: 10 });
  expect(half.evaluatedRows).toBe(720);
  for (const { key } of half.floors) {
    expect(floorOf(key, half).metrics.prevalence?.mean).toBeCloseTo(124 / 720, 12);
  }
});

test('calls a detector collapsed that gives all rows the same score', () => {
  const collapsedOf = (...alarms: [number, number][]) =>
    evaluate(detectionOf(...alarms), dayOf(), { attacks: ATTACKS, draws: 1 }).collapsed;
  expect([collapsedOf(), collapsedOf([0, T]), collapsedOf([5, 6])]).toEqual([true, true, false]);
});
