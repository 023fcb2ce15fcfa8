/**
 * PLC 3 and 6: the cycle of the ultrafiltration: fill, filter, backwash, drain.
 *
 * A backwash due by time waits while tank 301 is full, because MV303 cannot open before its water is
 * gone. A backwash due by pressure drop does not wait.
 */
import { setAbove, setBelow } from './latch.js';
import { at, CLOSED, OFF, ON, OPEN } from './tags.js';
import type { Controller } from './raw-water-controller.js';

/** Seconds of each step. A cold membrane is primed with the standby pump. */
const FILL = 36;
const PRIME = 300;
const FILTER = 1800;
const BACKWASH = 30;
const DRAIN = 52;
/** Pressure drop that calls for a backwash, in kPa. */
const HIGH_DROP = 40;

type Step = 'blocked' | 'fill' | 'filter' | 'parked' | 'backwash' | 'drain';

/** The sequence, and how long the membrane has filtered since its last backwash. */
export interface FilterController {
  decide: Controller;
  filteredSeconds(): number;
}

/** Makes the controller of stage 3. */
export function createFilterController(running: boolean): FilterController {
  const low = setBelow(250, 800, !running);
  const product = setAbove(1000, 800);
  const full = setAbove(1000, 800);
  let step: Step = running ? 'filter' : 'blocked';
  let cold = !running;
  let seconds = 0;
  let filtered = running ? 600 : 0;
  const enter = (next: Step): void => {
    step = next;
    seconds = 0;
  };
  const advance = (row: Float64Array): void => {
    const empty = low.update(row[at.LIT301]);
    const parked = product.update(row[at.LIT401]);
    const blocked = full.update(row[at.LIT301]);
    seconds++;
    if (step === 'blocked' && !empty) enter(filtered === 0 ? 'fill' : 'filter');
    else if (step === 'parked' && !parked) enter('filter');
    else if (step === 'fill' && seconds >= (cold ? PRIME : FILL)) {
      cold = false;
      filtered = 0;
      enter('filter');
    } else if (step === 'backwash' && seconds >= BACKWASH) enter('drain');
    else if (step === 'drain' && seconds >= DRAIN) {
      filtered = 0;
      enter('fill');
    } else if (step === 'backwash' && !backwashOpen(row)) seconds = 0;
    else if (step === 'filter') {
      filtered++;
      if (row[at.DPIT301] > HIGH_DROP || (filtered >= FILTER && !blocked)) enter('backwash');
      else if (parked) enter('parked');
    }
    if (empty && (step === 'filter' || step === 'fill')) enter('blocked');
  };
  const decide: Controller = (row, orders) => {
    advance(row);
    const pumping = step === 'fill' || step === 'filter';
    orders[at.P302] = pumping && !cold ? ON : OFF;
    orders[at.P301] = pumping && cold ? ON : OFF;
    orders[at.MV302] = step === 'filter' ? OPEN : CLOSED;
    orders[at.MV301] = step === 'backwash' ? OPEN : CLOSED;
    orders[at.MV303] = step === 'backwash' || step === 'drain' ? OPEN : CLOSED;
    orders[at.MV304] = step === 'drain' || step === 'fill' ? OPEN : CLOSED;
    orders[at.P602] = step === 'backwash' && backwashOpen(row) ? ON : OFF;
  };
  return { decide, filteredSeconds: () => filtered };
}

/** The backwash pump waits for both valves: against a shut one it would burst the housing. */
function backwashOpen(row: Float64Array): boolean {
  return row[at.MV301] === OPEN && row[at.MV303] === OPEN;
}
