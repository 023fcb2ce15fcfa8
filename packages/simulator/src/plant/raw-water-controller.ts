/** The controllers of stages 1 and 2: inlet, transfer pumps, dosing. "Off" wins. */
import { setAbove, setBelow } from './latch.js';
import { at, CLOSED, OFF, ON, OPEN } from './tags.js';

/** A controller: reads a row of readings, writes its orders. */
export type Controller = (row: Float64Array, orders: Float64Array) => void;

/** Seconds without flow after which the transfer pumps trip, and seconds until they try again. */
const NO_FLOW = 10;
const RETRY = 60;
/** Seconds that P101 may owe its feedback before P102 takes over. */
const TAKE_OVER = 5;

/** PLC 1 and the valve of PLC 2: water from the mains into tank 101 and on into tank 301. */
export function createTransferController(running: boolean): Controller {
  const inlet = setBelow(500, 800, running);
  const demand = setBelow(800, 1000, running);
  const low = setBelow(250, 500);
  let withoutFlow = 0;
  let wait = 0;
  let missing = 0;
  return (row, orders) => {
    orders[at.MV101] = inlet.update(row[at.LIT101]) ? OPEN : CLOSED;
    const wanted = demand.update(row[at.LIT301]);
    orders[at.MV201] = wanted ? OPEN : CLOSED;
    const empty = low.update(row[at.LIT101]);
    const pumping = row[at.P101] === ON || row[at.P102] === ON;
    withoutFlow = pumping && row[at.FIT201] < 0.5 ? withoutFlow + 1 : 0;
    wait = withoutFlow > NO_FLOW ? RETRY : Math.max(0, wait - 1);
    const pump = wanted && !empty && wait === 0 && row[at.MV201] === OPEN;
    orders[at.P101] = pump ? ON : OFF;
    missing = pump && row[at.P101] !== ON ? missing + 1 : 0;
    orders[at.P102] = missing > TAKE_OVER ? ON : OFF;
  };
}

/** PLC 2: salt, acid and hypochlorite, as long as water flows into tank 301. */
export function createDosingController(): Controller {
  const saltShort = setBelow(250, 260);
  const saltEnough = setAbove(260, 250, true);
  const acidShort = setAbove(7.05, 6.95, true);
  const oxidantShort = setBelow(420, 500, true);
  const redoxHigh = setAbove(250, 240);
  return (row, orders) => {
    const flowing = row[at.MV201] === OPEN && row[at.FIT201] > 0.5;
    const salt = saltShort.update(row[at.AIT201]) && !saltEnough.update(row[at.AIT503]);
    orders[at.P201] = flowing && salt ? ON : OFF;
    orders[at.P203] = flowing && acidShort.update(row[at.AIT202]) ? ON : OFF;
    const oxidant = oxidantShort.update(row[at.AIT203]) && !redoxHigh.update(row[at.AIT402]);
    orders[at.P205] = flowing && oxidant ? ON : OFF;
  };
}
