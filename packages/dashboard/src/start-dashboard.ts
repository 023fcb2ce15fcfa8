/** The dashboard: its routes behind a server. */
import {
  type LimitsConfig,
  type ListenConfig,
  type RunningServer,
  startServer,
} from '@anodec/http';
import { readAssets } from './assets.js';
import { dashboardRoutes } from './routes.js';
import { createSensorStore } from './sensors/sensor-store.js';
import type { DashboardConfig } from './settings.js';
import { createWatcher } from './streams/watcher.js';

/** Settings of the dashboard by group. */
export interface DashboardSettings {
  readonly dashboard: DashboardConfig;
  readonly listen: ListenConfig;
  readonly limits: LimitsConfig;
}

/** What happens, for whoever prints it. */
export interface DashboardListeners {
  readonly onBug?: (error: unknown) => void;
}

/**
 * Starts the dashboard.
 *
 * @throws DataError when the port is taken, or the script of the page is not built
 */
export async function startDashboard(
  { dashboard, listen, limits }: DashboardSettings,
  { onBug }: DashboardListeners = {},
): Promise<RunningServer> {
  const { logs, streams, historic, live } = dashboard;
  const tables = {
    ...(historic !== undefined && { historic }),
    ...(live !== undefined && { live }),
  };
  const sensors = createSensorStore(tables);
  const watcher = createWatcher({ logs, streams, sensorsChanged: () => sensors.changed() });
  const routes = dashboardRoutes({ logs, watcher, assets: await readAssets(), tables, sensors });
  return startServer({ listen, limits, routes, ...(onBug && { onBug }) });
}
