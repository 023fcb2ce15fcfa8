/** Fleets: one model per device, trained and applied over processes, a queue or a cluster. */
export {
  DetectConfig,
  DevicesConfig,
  FleetEffortConfig,
  FleetReadingConfig,
  trainSettings,
  type TrainSettings,
} from './config.js';
export { detectFleet, type DetectedFleet } from './detect-fleet.js';
export { type Device, listDevices } from './devices/list-devices.js';
export { FLEET_MODULE, FLEET_TASK } from './fleet-task-name.js';
export { type FleetStatus, readFleetStatus } from './fleet-status.js';
export type { FailedDevice, FleetListeners } from './run-devices.js';
export type { Detection } from './state/detection.js';
export type { DeviceRecord } from './state/device-record.js';
export { type TrainedFleet, trainFleet } from './train-fleet.js';
