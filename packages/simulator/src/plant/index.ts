export { plantAttacks } from './attacks.js';
export type { PlantAttack } from './plant-attack.js';
export type { PlantStart, PlantState } from './plant-state.js';
export * from './schedule.js';
export * from './simulate-plant.js';
export {
  createSimulator,
  type PlantView,
  type Simulator,
  type SimulatorOptions,
  type Tampering,
} from './simulator.js';
export type { ProbeDrift } from './sensors.js';
export { PLANT_CHANNELS, type PlantTag } from './tags.js';
