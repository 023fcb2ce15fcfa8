/** Readings of the true state by instruments: lag, noise, drift, resolution. */
import type { Random } from '@anodec/core';
import { approach } from './physics.js';
import type { PlantState } from './plant-state.js';
import { at, type PlantTag } from './tags.js';
import { createNormals } from './drift.js';

/** An instrument: its noise in its own unit, and its resolution. */
interface Instrument {
  readonly tag: PlantTag;
  readonly noise: number;
  readonly step: number;
  /** Seconds of lag. */
  readonly lag: number;
  /** Whether the noise comes with the flow: a flow meter without flow shows zero. */
  readonly withFlow?: boolean;
  read(plant: PlantState): number;
}

/** Slow loss of the conductivity probe AIT201, in µS/cm, reached at the end of the recording. */
export interface ProbeDrift {
  readonly change: number;
  readonly seconds: number;
}

const flow = (
  tag: PlantTag,
  noise: number,
  lag: number,
  read: (plant: PlantState) => number,
): Instrument => ({ tag, noise, step: 0.0001, lag, withFlow: true, read });

const level = (tag: PlantTag, read: (plant: PlantState) => number): Instrument => ({
  tag,
  noise: 0.28,
  step: 0.02,
  lag: 1,
  read,
});

const probe = (
  tag: PlantTag,
  noise: number,
  step: number,
  read: (plant: PlantState) => number,
): Instrument => ({ tag, noise, step, lag: 2, read });

/** Two meters of one flow differ by their calibration; so do three gauges of one pressure. */
const instruments: readonly Instrument[] = [
  flow('FIT101', 0.008, 1.4, (plant) => plant.inflow),
  level('LIT101', (plant) => plant.level101),
  probe('AIT201', 0.05, 0.01, (plant) => plant.salt),
  probe('AIT202', 0.0015, 0.0001, (plant) => plant.acidity),
  probe('AIT203', 0.12, 0.01, (plant) => plant.oxidant + plant.stagnation * washing(plant)),
  flow('FIT201', 0.003, 1.4, (plant) => plant.transfer),
  { tag: 'DPIT301', noise: 0.04, step: 0.01, lag: 1.5, read: (plant) => plant.membraneDrop },
  flow('FIT301', 0.0035, 1.4, (plant) => plant.ultrafiltrationFeed),
  level('LIT301', (plant) => plant.level301),
  probe('AIT401', 0.004, 0.001, () => 148.807),
  probe('AIT402', 0.08, 0.01, (plant) => plant.dechlorinated),
  flow('FIT401', 0.0004, 1.4, (plant) => plant.osmosisFeed * 1.001),
  level('LIT401', (plant) => plant.level401),
  probe('AIT501', 0.0012, 0.0001, (plant) => plant.acidity401 - 0.51),
  probe('AIT502', 0.08, 0.01, (plant) => plant.membraneFeed),
  probe('AIT503', 0.1, 0.01, (plant) => 266.5 + plant.drift.conductivity.value),
  probe('AIT504', 0.02, 0.01, (plant) => permeateConductivity(plant)),
  flow('FIT501', 0.0004, 1.4, (plant) => plant.osmosisFeed * 1.0068),
  flow('FIT502', 0.003, 1.4, (plant) => plant.permeate),
  flow('FIT503', 0.0003, 1.4, (plant) => plant.reject),
  flow('FIT504', 0.0002, 1.4, (plant) => plant.recirculation),
  probe('PIT501', 0.08, 0.01, (plant) => plant.feedPressure),
  { tag: 'PIT502', noise: 0.03, step: 0.001, lag: 2, read: permeatePressure },
  probe('PIT503', 0.08, 0.01, (plant) => 0.77 * plant.feedPressure - 3.6),
  { tag: 'FIT601', noise: 0.00012, step: 0.000001, lag: 1.4, read: (plant) => plant.backwash },
];

/** Instruments that cannot read below zero. */
const unsigned = new Set<PlantTag>(['DPIT301', 'PIT502', 'FIT601']);

/** Reads every instrument into its place of a row. */
export type Sensors = (plant: PlantState, row: Float64Array) => void;

/**
 * Makes the instruments.
 *
 * @returns a function that overwrites the sensor places of a row, once a second
 */
export function createSensors(plant: PlantState, random: Random, drift?: ProbeDrift): Sensors {
  const normal = createNormals(random);
  const places = instruments.map(({ tag }) => at[tag]);
  const shown = Float64Array.from(instruments, (instrument) => instrument.read(plant));
  // a step of 0.01 shows 0.07 only where one divides by 100; times 0.01 leaves digits behind
  const perUnit = Float64Array.from(instruments, ({ step }) => Math.round(1 / step));
  return (now, row) => {
    for (let i = 0; i < instruments.length; i++) {
      const instrument = instruments[i];
      const { tag, noise, lag, withFlow } = instrument;
      let truth = instrument.read(now);
      if (tag === 'AIT201' && drift) truth += driftAt(drift, now.second);
      shown[i] = approach(shown[i], truth, lag);
      const error = noise * normal(); // drawn even where unused: rows stay comparable
      let reading = withFlow && shown[i] < 0.01 ? 0 : shown[i] + error;
      if (withFlow) reading = Math.max(0, reading);
      else if (unsigned.has(tag)) reading = Math.abs(reading);
      row[places[i]] = Math.round(reading * perUnit[i]) / perUnit[i];
    }
  };
}

/** Most of the loss falls into the middle of the recording. */
function driftAt({ change, seconds }: ProbeDrift, second: number): number {
  const t = Math.min(1, second / seconds);
  return change * t * t * (3 - 2 * t);
}

/** Stagnant chlorine is met once water moves, not before. */
function washing(plant: PlantState): number {
  return plant.stagnation < 229.9 ? Math.min(1, (230 - plant.stagnation) / 8) : 0;
}

function permeateConductivity(plant: PlantState): number {
  const acidity = Math.max(0, plant.acidity401 - 8.44) * 40;
  return 12 + plant.drift.passage.value + acidity + plant.saltPassage;
}

function permeatePressure(plant: PlantState): number {
  const share = plant.permeate / 1.281;
  return share * (1.6 + plant.drift.permeatePressure.value);
}
