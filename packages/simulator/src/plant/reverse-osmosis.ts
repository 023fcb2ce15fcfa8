/** Stages 4 and 5: tank 401, dechlorination, and the reverse osmosis. */
import { approach, SUCTION_LEVEL, TANK_HEIGHT, TANK_RATE } from './physics.js';
import { type PlantState, RESTING_PRESSURE } from './plant-state.js';
import { mix } from './raw-water.js';
import { at, ON } from './tags.js';

/** Full speed of P501 in Hz. */
const FULL_SPEED = 30;
/** Feed with the feed pump alone, through the flush line, and what P501 adds at full speed. */
const FLUSH = 0.75;
const ADDED = 0.962;

/** One second of flows and pressures of the reverse osmosis. */
export function advanceReverseOsmosis(
  plant: PlantState,
  actuators: Float64Array,
  opening: Float64Array,
): void {
  const feeding = actuators[at.P402] === ON || actuators[at.P401] === ON;
  const fed = feeding && plant.level401 > SUCTION_LEVEL;
  const load = fed ? plant.speed / FULL_SPEED : 0;
  // a check valve shuts the flush line as soon as P501 turns; without it flush water has no way out
  const way = load > 0.2 ? 1 : opening[at.MV504];
  const { drift } = plant;
  const feed = fed ? FLUSH * way + (ADDED + drift.feed.value) * load : 0;
  const push = load ** 1.5;
  const pressure = fed ? 60 + (190.9 + drift.pressure.value) * push : RESTING_PRESSURE;
  plant.osmosisFeed = approach(plant.osmosisFeed, feed, 3);
  plant.feedPressure = approach(plant.feedPressure, pressure, 5);
  plant.permeate = approach(plant.permeate, (1.281 + drift.permeate.value) * push, 5);
  plant.recirculation = approach(plant.recirculation, (0.308 + drift.reject.value / 2) * load, 4);
  plant.reject = approach(
    plant.reject,
    load * (0.739 + drift.reject.value) + 0.6 * (feed > 0 ? 1 - load : 0),
    4,
  );
  const level = plant.level401 + (plant.ultrafiltrationProduct - plant.osmosisFeed) * TANK_RATE;
  plant.overflow401 = Math.max(0, level - TANK_HEIGHT) / TANK_RATE;
  plant.level401 = Math.min(level, TANK_HEIGHT);
}

/**
 * One second of chemistry: what tank 301 held is mixed into tank 401, loses its chlorine under the
 * lamp and by bisulphite, and reaches the membrane some two minutes later.
 */
export function advanceDechlorination(plant: PlantState, actuators: Float64Array): void {
  const incoming = plant.ultrafiltrationProduct;
  plant.acidity401 = mix(plant.acidity401, plant.acidity301, incoming, plant.level401);
  plant.oxidant401 = mix(plant.oxidant401, plant.oxidant301, incoming, plant.level401);
  const flowing = plant.osmosisFeed > 0.3;
  const lamp = actuators[at.UV401] === ON;
  const bisulphite = actuators[at.P403] === ON || actuators[at.P404] === ON;
  const redox = 159 + 0.25 * (plant.oxidant401 - 328) + plant.drift.redox.value;
  const fresh = redox + (lamp ? 0 : 12) - (bisulphite ? 22 : 0);
  plant.dechlorinated = flowing
    ? approach(plant.dechlorinated, fresh, 90)
    : approach(plant.dechlorinated, 230, 7200);
  const arriving = plant.dechlorinated - 12 + (lamp ? 0 : 45);
  plant.membraneFeed = flowing
    ? approach(plant.membraneFeed, arriving, 140)
    : approach(plant.membraneFeed, 205, 7200);
  // salt creeps through a membrane that stands still and is washed away once it is pressed again
  plant.saltPassage =
    plant.permeate > 0.6
      ? approach(plant.saltPassage, 0, 110)
      : approach(plant.saltPassage, 430, flowing ? 2400 : 3600);
}
