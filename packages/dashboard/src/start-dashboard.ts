/** The dashboard: its routes behind a server. */
import { existsSync } from 'node:fs';
import { ConfigError, DataError } from '@anodec/core';
import {
  type LimitsConfig,
  type ListenConfig,
  type RunningServer,
  startServer,
} from '@anodec/http';
import { readAssets } from './assets.js';
import { connectPlant } from './plant/connect-plant.js';
import { dashboardRoutes } from './routes.js';
import { createSensorStore } from './sensors/sensor-store.js';
import { DashboardConfig } from './settings.js';
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
 * @throws ConfigError when one of the two tables of sensors is given alone; DataError when the one to learn from or the folder
 *   of the runs is not there, the port is taken, or the script of the page is not built
 */
export async function startDashboard(
  { dashboard, listen, limits }: DashboardSettings,
  { onBug }: DashboardListeners = {},
): Promise<RunningServer> {
  const { logs, streams, historic, live, plant, timeFeature } = dashboard;
  checkLogs(logs);
  checkTables(dashboard);
  const tables = {
    ...(historic !== undefined && { historic }),
    ...(live !== undefined && { live }),
  };
  const sensors = createSensorStore(tables, { timeFeature });
  const watcher = createWatcher({ logs, streams, sensorsChanged: () => sensors.changed() });
  const assets = await readAssets();
  const demo = plant === undefined ? {} : { plant: connectPlant(plant) };
  const routes = dashboardRoutes({ logs, watcher, assets, tables, sensors, ...demo });
  return startServer({ listen, limits, routes, ...(onBug && { onBug }) });
}

/** The usual folder comes with the first training; another one that is missing was mistyped. */
function checkLogs(logs: string): void {
  if (existsSync(logs) || logs === DashboardConfig.shape.logs.parse(undefined)) return;
  throw new DataError(
    `The folder of the runs must be there, got none at ${logs}. Check the path, or train a run there first.`,
  );
}

/** The table of new readings may come later, that to learn from may not. */
function checkTables({ historic, live }: DashboardConfig): void {
  if ((historic === undefined) !== (live === undefined)) {
    const [given, absent] = live === undefined ? ['historic', 'live'] : ['live', 'historic'];
    throw new ConfigError(
      `\`${given}\` must come with \`${absent}\`, got it alone. Name both tables, or neither.`,
    );
  }
  if (historic !== undefined && !existsSync(historic)) {
    throw new DataError(
      `The table of \`historic\` must be there to be learned from, got none at ${historic}. Check the path.`,
    );
  }
}
