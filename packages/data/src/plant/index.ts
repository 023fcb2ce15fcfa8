export * from './attack-act.js';
export * from './attacks.js';
export * from './plant-attack.js';
export * from './plant-state.js';
export * from './schedule.js';
export * from './simulate-plant.js';
export * from './simulator.js';
export * from './tags.js';
