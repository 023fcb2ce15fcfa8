export { DashboardConfig } from './settings.js';
export {
  type DashboardListeners,
  type DashboardSettings,
  startDashboard,
} from './start-dashboard.js';
