export { DashboardConfig } from './settings.js';
