export * from './anomalies.js';
export { AppliancesConfig, type AppliancesSettings } from './config.js';
export { encodePower } from './payload.js';
export {
  type DailyLog,
  type PlantedDay,
  type SimulatedAppliances,
  simulateAppliances,
} from './simulate-appliances.js';
export { applianceFiles, type WrittenAppliances, writeAppliances } from './write-appliances.js';
