/**
 * The true state of the water plant, which no controller knows: levels, flows, pressures,
 * chemistry. Sensors read it, actuators and one second of physics change it.
 */
import type { Random } from '@anodec/core';
import { createDrift, type Drift } from './drift.js';

/** Levels in mm, flows in m³/h, pressures in kPa, conductivity in µS/cm, ORP in mV. */
export interface PlantState {
  /** Seconds since the recording began. */
  second: number;
  /** Raw water tank, feed tank of the ultrafiltration, feed tank of the reverse osmosis. */
  level101: number;
  level301: number;
  level401: number;
  /** Flows of the last second; with the levels they close the balance of each tank. */
  inflow: number;
  transfer: number;
  ultrafiltrationFeed: number;
  ultrafiltrationProduct: number;
  backwash: number;
  osmosisFeed: number;
  overflow101: number;
  overflow301: number;
  overflow401: number;
  /** Pressure drop over the membrane and how much the filter cake adds to it, a fraction. */
  membraneDrop: number;
  fouling: number;
  /** 1 while the membrane housing is full of water. */
  housingFilled: number;
  /** Reverse osmosis: speed of its pump in Hz, pressures, flows. */
  speed: number;
  feedPressure: number;
  permeate: number;
  reject: number;
  recirculation: number;
  /** Chemistry where water passes into tank 301, and mixed in tanks 301 and 401. */
  salt: number;
  acidity: number;
  oxidant: number;
  acidity301: number;
  acidity401: number;
  oxidant301: number;
  oxidant401: number;
  /** Chlorine left in the pipes by a standstill, as extra ORP; washed out by flow. */
  stagnation: number;
  /** Chlorine that reaches stages 4 and 5, as ORP. */
  dechlorinated: number;
  membraneFeed: number;
  /** Salt that passes the osmosis membrane until it is flushed, as conductivity. */
  saltPassage: number;
  readonly drift: Drifts;
  /** The same once more, to be moved on one after the other. */
  readonly drifts: readonly Drift[];
}

/** Quantities that drift by themselves. */
export interface Drifts {
  readonly mains: Drift;
  readonly salt: Drift;
  readonly acidity: Drift;
  readonly oxidant: Drift;
  readonly filter: Drift;
  readonly feed: Drift;
  readonly permeate: Drift;
  readonly reject: Drift;
  readonly pressure: Drift;
  readonly permeatePressure: Drift;
  readonly redox: Drift;
  readonly conductivity: Drift;
  readonly passage: Drift;
}

/** How a recording begins. */
export type PlantStart = 'cold' | 'running';

/** Pressure in the feed line of the osmosis with every pump off. */
export const RESTING_PRESSURE = 9.1;

/** The state at the first second: empty after a standstill, or in the middle of operation. */
export function createPlantState(start: PlantStart, random: Random): PlantState {
  const running = start === 'running' ? 1 : 0;
  const drift = createDrifts(random);
  return {
    second: 0,
    level101: running ? 522.8 : 124.3,
    level301: running ? 880 : 130,
    level401: running ? 900 : 140,
    inflow: 2.45 * running,
    transfer: 2.445 * running,
    ultrafiltrationFeed: 2.19 * running,
    ultrafiltrationProduct: 2.19 * running,
    backwash: 0,
    osmosisFeed: 1.712 * running,
    overflow101: 0,
    overflow301: 0,
    overflow401: 0,
    membraneDrop: 19 * running,
    fouling: 0.02 * running,
    housingFilled: running,
    speed: 30 * running,
    feedPressure: running ? 250.9 : RESTING_PRESSURE,
    permeate: 1.281 * running,
    reject: 0.739 * running,
    recirculation: 0.308 * running,
    salt: running ? 262 : 252,
    acidity: running ? 8.4 : 8.33,
    oxidant: running ? 328 : 313,
    acidity301: 8.4,
    acidity401: 8.4,
    oxidant301: 328,
    oxidant401: 328,
    stagnation: running ? 0 : 230,
    dechlorinated: running ? 159 : 190,
    membraneFeed: running ? 147 : 175,
    saltPassage: running ? 0 : 300,
    drift,
    drifts: Object.values(drift),
  };
}

/** Deviations and memories were chosen after the spreads and correlations that were published. */
function createDrifts(random: Random): Drifts {
  const drift = (name: string, deviation: number, seconds: number) =>
    createDrift(random.stream(name), deviation, seconds);
  return {
    mains: drift('mains', 0.04, 1800),
    salt: drift('salt', 1.8, 7200),
    acidity: drift('acidity', 0.008, 3600),
    oxidant: drift('oxidant', 2, 7200),
    filter: drift('filter', 0.006, 900),
    feed: drift('feed', 0.0042, 600),
    permeate: drift('permeate', 0.012, 300),
    reject: drift('reject', 0.0015, 400),
    pressure: drift('pressure', 1.3, 600),
    permeatePressure: drift('permeatePressure', 0.25, 200),
    redox: drift('redox', 3, 5400),
    conductivity: drift('conductivity', 3, 7200),
    passage: drift('passage', 0.15, 3600),
  };
}
