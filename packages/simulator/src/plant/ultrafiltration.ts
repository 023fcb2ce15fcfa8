/** Stages 3 and 6: tank 301, the membrane, its backwash, and the way into tank 401. */
import { approach, SUCTION_LEVEL, TANK_HEIGHT, TANK_RATE } from './physics.js';
import type { PlantState } from './plant-state.js';
import { at, ON } from './tags.js';

/** Flow of the feed pump. It sets the rhythm of the plant: 2.15 gives tank 101 some 69 minutes. */
const FEED = 2.15;
const BACKWASH = 1.72;
/** Pressure drop of a clean membrane at full flow, in kPa, and what cake adds in half an hour. */
const CLEAN_DROP = 18.6;
const CAKE = 0.08;

/** One second of filtering, backwashing or draining. */
export function advanceUltrafiltration(
  plant: PlantState,
  actuators: Float64Array,
  opening: Float64Array,
): void {
  const pumping = actuators[at.P302] === ON || actuators[at.P301] === ON;
  const way = Math.min(1, opening[at.MV302] + opening[at.MV304]);
  const wet = plant.level301 > SUCTION_LEVEL;
  plant.ultrafiltrationFeed = pumping && wet ? (FEED + plant.drift.filter.value) * way : 0;
  const share = way > 0 ? opening[at.MV302] / (opening[at.MV302] + opening[at.MV304]) : 0;
  plant.ultrafiltrationProduct = plant.ultrafiltrationFeed * share;
  plant.backwash =
    actuators[at.P602] === ON ? BACKWASH * Math.min(opening[at.MV301], opening[at.MV303]) : 0;
  advanceMembrane(plant, opening);
  const level = plant.level301 + (plant.transfer - plant.ultrafiltrationFeed) * TANK_RATE;
  plant.overflow301 = Math.max(0, level - TANK_HEIGHT) / TANK_RATE;
  plant.level301 = Math.min(level, TANK_HEIGHT);
}

/** Cake grows with what is filtered and leaves with the backwash; a drained housing has no drop. */
function advanceMembrane(plant: PlantState, opening: Float64Array): void {
  const load = plant.ultrafiltrationFeed / FEED;
  plant.fouling += (CAKE * load) / 1800;
  plant.fouling = approach(plant.fouling, 0, plant.backwash > 1 ? 8 : 1e9);
  const draining = opening[at.MV303] > 0.5 || opening[at.MV304] > 0.5;
  const filled = load > 0.5 || plant.backwash > 0.5 ? 1 : draining ? 0 : plant.housingFilled;
  plant.housingFilled = approach(plant.housingFilled, filled, 12);
  const drop =
    CLEAN_DROP * load * load * (1 + plant.fouling) + 2 * plant.housingFilled * (1 - load);
  plant.membraneDrop = approach(plant.membraneDrop, drop, 4);
}
