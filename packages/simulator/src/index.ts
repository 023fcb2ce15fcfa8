export * from './plant/index.js';
export * from './simulate/index.js';
export * from './inject/index.js';
export { LAB_CHANNELS, LabConfig, simulateLab } from './lab/simulate-lab.js';
