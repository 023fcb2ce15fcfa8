/** One second of the whole plant. */
import type { PlantState } from './plant-state.js';
import { advanceDosing, advanceRawWater } from './raw-water.js';
import { advanceDechlorination, advanceReverseOsmosis } from './reverse-osmosis.js';
import { at } from './tags.js';
import { advanceUltrafiltration } from './ultrafiltration.js';

/**
 * Moves the true state on by one second (explicit Euler: the fastest lag of the plant is 3 s).
 *
 * @param plant overwritten
 * @param actuators (rowSize), what pumps and valves report
 * @param opening (rowSize), how far each valve is open, 0 to 1
 */
export function advancePlant(
  plant: PlantState,
  actuators: Float64Array,
  opening: Float64Array,
): void {
  for (const drift of plant.drifts) drift.advance();
  plant.speed = actuators[at.SPEED501];
  advanceRawWater(plant, actuators, opening);
  advanceDosing(plant, actuators);
  advanceUltrafiltration(plant, actuators, opening);
  advanceReverseOsmosis(plant, actuators, opening);
  advanceDechlorination(plant, actuators);
  plant.second++;
}
