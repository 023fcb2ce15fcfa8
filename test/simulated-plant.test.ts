/** What exploration and preprocessing say of the simulated plant. */
import { createFrame, type TimeSeriesFrame } from '@anodec/core';
import { columnsOfFrame, reportDrift, renderDrift } from '@anodec/explore';
import { SWAT_CHANNELS, SWAT_TAGS } from '@anodec/data';
import { discreteStates } from '@anodec/preprocess';
import { PLANT_CHANNELS, type RecordingOptions, simulatePlant } from '@anodec/simulator';
import { expect, test } from 'vitest';

test('records the tags of SWaT in the order of its workbooks', () => {
  expect(PLANT_CHANNELS).toEqual(SWAT_CHANNELS);
});

test('finds every actuator of the plant that moves, and no sensor', () => {
  const hours = 3;
  const values = new Float32Array(hours * 3600 * 51);
  let t = 0;
  for (const row of simulatePlant({ seed: 3, start: 'cold', seconds: hours * 3600 })) {
    values.set(row.subarray(0, 51), 51 * t++);
  }
  const states = discreteStates(createFrame({ values, channels: SWAT_CHANNELS }));
  const actuators = SWAT_TAGS.filter(({ kind }) => kind === 'discrete').map(({ name }) => name);
  expect([...states.keys()]).toEqual(actuators);
  expect(states.get('MV101')).toEqual([0, 1, 2]);
  expect(states.get('P101')).toEqual([1, 2]);
  expect(states.get('P603')).toEqual([1]);
});

/** The plant in full operation, recorded every 10 s. */
function plant(hours: number, options: Partial<RecordingOptions>): TimeSeriesFrame {
  const seconds = hours * 3600;
  const values = new Float32Array((seconds / 10) * 51);
  let t = 0;
  for (const row of simulatePlant({ seed: 1, start: 'running', ...options, seconds })) {
    if (t % 10 === 0) values.set(row.subarray(0, 51), (t / 10) * 51);
    t++;
  }
  return createFrame({ values, channels: SWAT_CHANNELS });
}

test('names AIT201 first on the simulated plant, whose probe ages', async () => {
  const seconds = 4 * 3600;
  const aged = plant(4, { seed: 2, drift: { change: -94, seconds } });
  const sides = [plant(4, {}), aged].map((frame) => [columnsOfFrame(frame, 'plant')]);
  const report = reportDrift(sides[0], sides[1]);
  const { channels } = report;
  expect(channels[0]).toMatchObject({ name: 'AIT201', level: 'moved' });
  expect(channels[0].shift).toBeLessThan(-10);
  expect(channels[1].kolmogorovSmirnov).toBeLessThan(channels[0].kolmogorovSmirnov);
  expect(Math.abs(channels[1].shift)).toBeLessThan(3);
  const page = await renderDrift(report, '2016-01-01 00:00:00');
  expect(page).toContain('AIT201');
  expect(page).not.toMatch(/https?:/);
});
