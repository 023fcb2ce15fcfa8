export { type ServedPlant, serveLivePlant } from './plant/serve-plant.js';
export { DashboardConfig } from './settings.js';
export {
  type DashboardListeners,
  type DashboardSettings,
  startDashboard,
} from './start-dashboard.js';
