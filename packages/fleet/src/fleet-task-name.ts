/** How the jobs of a fleet are known to engines and workers. */

/** Name under which workers of other machines know them. */
export const FLEET_TASK = 'fleet';

/** The module that processes load, compiled; relative to `src` and to `dist` alike. */
export const FLEET_MODULE = new URL('../dist/fleet-task.js', import.meta.url).href;
