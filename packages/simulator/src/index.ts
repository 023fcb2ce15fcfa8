export { exampleTables } from './example/example-tables.js';
export * from './plant/index.js';
export * from './simulate/index.js';
export * from './inject/index.js';
export * from './sizes/index.js';
export { LAB_CHANNELS, LabConfig, simulateLab } from './lab/simulate-lab.js';
export * from './appliances/index.js';
