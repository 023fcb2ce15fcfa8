/** Labels of the simulated recordings. */
import { expect, test } from 'vitest';
import { plantAttacks, type ScheduledAttack } from '../plant/index.js';
import { attackSpan, DirtConfig, normalSpan, SimulateConfig } from './config.js';
import { labelRuns, listAttacks, missingSeconds } from './label-runs.js';
import { CUT_ROWS } from './write-simulation.js';

const dirt = DirtConfig.parse({});
const START = Date.UTC(2015, 11, 28, 10);

/** The original recording: every attack where the list has it, the effect before its label. */
const original: ScheduledAttack[] = plantAttacks.map((attack) => ({
  attack,
  start: (attack.start - START) / 1000 - attack.labelDelay,
  length: attack.end === undefined ? 0 : (attack.end - attack.start) / 1000 + 1,
  startStateHeld: true,
}));

/** Row numbers without the 81 lost seconds, which lie behind the first 30 attacks. */
const published = `
1754 2693 3068 3510 4920 5302 6459 6848 7255 7450 7705 8133
11410 12373 15380 16100 73800 74520 90685 90917 92140 92570 93445 93720
103092 103808 115843 116101 116143 116537 117000 117720 132918 133380 142954 143650
172268 172588 172910 173521 198296 199740 227828 263727 279120 279240 280060 281230
302653 303019 347679 348279 361191 361634 371479 371579 371855 372335 389680 390219
436541 437009 437417 437697 438147 438547 438621 438917 443501 445190`
  .trim()
  .split(/\s+/)
  .map(Number);

test('labels the original recording as it was labelled: 35 runs, 54,621 rows', () => {
  const listed = listAttacks(original, dirt);
  const runs = labelRuns(listed, { ...dirt, labelTypos: false });
  const { start, end } = missingSeconds(listed, dirt);
  const row = (second: number): number => (second < start ? second : second - (end - start));
  expect(end - start).toBe(81);
  expect(runs.flatMap((run) => [row(run.start), row(run.end)])).toEqual(published);
  expect(runs.reduce((rows, run) => rows + run.end - run.start + 1, 0)).toBe(54_621);
});

test('misspells 37 rows of the original, without another run', () => {
  const runs = labelRuns(listAttacks(original, dirt), dirt);
  expect(runs).toHaveLength(36);
  const typos = runs.filter(({ text }) => text === 'A ttack');
  expect(typos).toHaveLength(1);
  expect(typos[0].end - typos[0].start + 1).toBe(37);
  const before = runs[runs.indexOf(typos[0]) - 1];
  expect(before.end + 1).toBe(typos[0].start);
});

test('labels what is done, second by second, with every quirk off', () => {
  const clean = DirtConfig.parse(
    Object.fromEntries(Object.keys(dirt).map((quirk) => [quirk, false])),
  );
  const listed = listAttacks(original, clean);
  const runs = labelRuns(listed, clean);
  expect(runs).toHaveLength(34); // 36 attacks, two pairs of which follow on each other
  expect(listed.every(({ start, listedStart }) => start === listedStart)).toBe(true);
  expect(missingSeconds(listed, clean)).toEqual({ start: 0, end: 0 });
});

test('has the rows of the originals at their lengths', () => {
  const config = SimulateConfig.parse({ normalDuration: '138h', attackDuration: '125h' });
  const normal = normalSpan(config);
  expect(normal).toEqual({ seconds: 496_800, start: Date.UTC(2015, 11, 22, 16) });
  expect(normal.seconds - CUT_ROWS).toBe(495_000);
  const attack = attackSpan(config);
  const missing = missingSeconds(listAttacks(original, dirt), dirt);
  expect(attack.start).toBe(START);
  expect(attack.seconds - (missing.end - missing.start)).toBe(449_919);
});

test('ends short recordings when the originals end', () => {
  const config = SimulateConfig.parse({});
  const last = attackSpan(config);
  expect(last.start + last.seconds * 1000 - 1000).toBe(Date.UTC(2016, 0, 2, 14, 59, 59));
  const normal = normalSpan(config);
  expect(normal.start + normal.seconds * 1000 - 1000).toBe(Date.UTC(2015, 11, 28, 9, 59, 59));
});

test('lists 36 intervals, 31 of which the filter of the original would have kept', () => {
  const listed = listAttacks(original, dirt).filter(({ listedEnd }) => listedEnd !== undefined);
  const kept = listed.filter(
    ({ listedEnd = 0 }) => START + listedEnd * 1000 < Date.UTC(2016, 0, 2),
  );
  expect([listed.length, kept.length]).toEqual([36, 31]);
});

test('refuses settings that it does not know or cannot meet', () => {
  expect(faults({ seeds: 1 })).toContain('Unrecognized key');
  expect(faults({ attackDuration: '2 days' })).toContain('must be a duration such as');
  expect(faults({ attackDuration: '3h' })).toContain('must be at least 12h');
  expect(faults({ normalStart: '2015-12-32 00:00:00' })).toContain('must be a date that exists');
  expect(faults({ attackStart: '2015-02-30 00:00:00' })).toContain('must be a date that exists');
});

function faults(settings: unknown): string {
  return (
    SimulateConfig.safeParse(settings)
      .error?.issues.map(({ message }) => message)
      .join() ?? ''
  );
}
