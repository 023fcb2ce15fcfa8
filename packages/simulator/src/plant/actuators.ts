/**
 * Valves and pumps: the way from an order to its effect.
 *
 * Valves take seconds to travel and report it. Three interlocks are wired in hardware, out of reach
 * of any order of a controller or an attacker:
 * - a dosing pump runs only while the flow switch in the pipe sees water;
 * - P501 runs only behind a running feed pump and a burning lamp;
 * - P501 is stopped by its speed: ordered to stop at speed, its drive falls back to its lowest speed
 *   and climbs again.
 */
import { approach } from './physics.js';
import { at, CLOSED, MOVING, OFF, ON, OPEN, type PlantTag, rowSize } from './tags.js';

/** Pumps, valves and lamps of the plant, and the speed of P501. */
export interface Actuators {
  /** (rowSize), what each reports; 0 where a place belongs to a sensor. */
  readonly status: Float64Array;
  /** (rowSize), how far each valve is open, 0 to 1. */
  readonly opening: Float64Array;
}

const valves = ['MV101', 'MV201', 'MV301', 'MV302', 'MV303', 'MV304', 'MV504'] as const;
const freePumps = [
  'P101',
  'P102',
  'P301',
  'P302',
  'P401',
  'P402',
  'P403',
  'P404',
  'UV401',
  'P502',
  'P601',
  'P602',
  'P603',
] as const;
const dosingPumps = ['P201', 'P202', 'P203', 'P204', 'P205', 'P206'] as const;

const places = (tags: readonly PlantTag[]): number[] => tags.map((tag) => at[tag]);
const valvePlaces = places(valves);
const freePlaces = places(freePumps);
const dosingPlaces = places(dosingPumps);

/** Columns of states, 0 to 2. */
export const actuatorPlaces: readonly number[] = [
  ...valvePlaces.filter((place) => place !== at.MV504),
  ...freePlaces,
  ...dosingPlaces,
  at.P501,
].sort((a, b) => a - b);

/** Seconds from closed to open. */
const TRAVEL = 7;
/** Flow that the flow switch of the dosing pumps needs, in m³/h. */
const FLOW_SWITCH = 0.5;
/** Where the drive of P501 falls back to, and how it climbs, in Hz and Hz/s. */
const SLOWEST = 10;
const CLIMB = 0.04;

/** Everything off and shut. */
export function createActuators(): Actuators {
  const status = new Float64Array(rowSize);
  for (const place of actuatorPlaces) status[place] = OFF;
  status[at.MV504] = CLOSED;
  return { status, opening: new Float64Array(rowSize) };
}

/** Puts every actuator where it is ordered, at once: how a recording begins in full operation. */
export function settleActuators(actuators: Actuators, orders: Float64Array): void {
  for (let second = 0; second <= TRAVEL; second++) moveActuators(actuators, orders, FLOW_SWITCH);
  actuators.status[at.SPEED501] = orders[at.SPEED501];
}

/**
 * One second of movement.
 *
 * @param actuators overwritten
 * @param orders (rowSize), 1 or 2 for each actuator, Hz for the speed of P501
 * @param flow what the flow switch of the dosing pumps sees, in m³/h
 */
export function moveActuators(
  { status, opening }: Actuators,
  orders: Float64Array,
  flow: number,
): void {
  for (const place of valvePlaces) {
    const step = (orders[place] === OPEN ? 1 : -1) / TRAVEL;
    const open = Math.min(1, Math.max(0, opening[place] + step));
    opening[place] = open < 1e-9 ? 0 : open > 1 - 1e-9 ? 1 : open;
    status[place] = opening[place] === 0 ? CLOSED : opening[place] === 1 ? OPEN : MOVING;
  }
  for (const place of freePlaces) status[place] = orders[place];
  for (const place of dosingPlaces) status[place] = flow >= FLOW_SWITCH ? orders[place] : OFF;
  moveHighPressurePump(status, orders);
}

function moveHighPressurePump(status: Float64Array, orders: Float64Array): void {
  const wired = (status[at.P402] === ON || status[at.P401] === ON) && status[at.UV401] === ON;
  const wanted = orders[at.SPEED501];
  const stopped = orders[at.P501] === OFF;
  if (!wired || (stopped && wanted === 0)) {
    status[at.P501] = OFF;
    status[at.SPEED501] = 0;
    return;
  }
  const wasStopped = status[at.P501] === ON && status[at.SPEED501] < 29 && stopped;
  status[at.P501] = ON;
  if (!stopped) {
    const speed = approach(status[at.SPEED501], wanted, 3);
    status[at.SPEED501] = Math.abs(speed - wanted) < 0.01 ? wanted : speed;
  } else if (wasStopped) status[at.SPEED501] = Math.min(28.5, status[at.SPEED501] + CLIMB);
  else status[at.SPEED501] = SLOWEST;
}
