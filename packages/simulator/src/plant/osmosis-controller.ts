/** PLC 4 and 5: feed pump, lamp, bisulphite, and the start of the reverse osmosis. */
import { setAbove, setBelow } from './latch.js';
import type { Controller } from './raw-water-controller.js';
import { at, CLOSED, OFF, ON, OPEN } from './tags.js';

/** Seconds of flushing before P501 starts; seconds that a low feed is tolerated. */
const FLUSH = 60;
const LOW_FEED_SECONDS = 6;
const LOW_FEED = 0.5;
/** Speed of P501 at its start and in operation, in Hz, and its ramp in Hz/s. */
const START_SPEED = 10;
const FULL_SPEED = 30;
const RAMP = 0.5;
/** Permeate that stays bad this long, above HH, ends in a shut-down. */
const BAD_PERMEATE = 15;
const BAD_PERMEATE_SECONDS = 1800;

type Step = 'off' | 'flush' | 'ramp' | 'run';

/** Makes the controller of stages 4 and 5. */
export function createOsmosisController(running: boolean): Controller {
  const low = setBelow(250, 800, !running);
  const redoxHigh = setAbove(250, 240);
  let step: Step = running ? 'run' : 'off';
  let seconds = 0;
  let speed = running ? FULL_SPEED : 0;
  let lowFeed = 0;
  let badPermeate = 0;
  const enter = (next: Step): void => {
    step = next;
    seconds = 0;
    badPermeate = 0;
    speed = next === 'ramp' ? START_SPEED : next === 'run' ? FULL_SPEED : 0;
  };
  const advance = (row: Float64Array, feeding: boolean): void => {
    seconds++;
    lowFeed = row[at.FIT401] < LOW_FEED ? lowFeed + 1 : 0;
    const tripped = lowFeed > LOW_FEED_SECONDS || row[at.UV401] !== ON;
    badPermeate = row[at.AIT504] > BAD_PERMEATE ? badPermeate + 1 : 0;
    if (!feeding) {
      if (step !== 'off') enter('off');
    } else if (step === 'off') enter('flush');
    else if (step === 'flush') {
      if (tripped) seconds = 0;
      else if (seconds >= FLUSH) enter('ramp');
    } else if (tripped || badPermeate > BAD_PERMEATE_SECONDS) enter('flush');
    else if (step === 'ramp') {
      speed = Math.min(FULL_SPEED, speed + RAMP);
      if (row[at.PIT501] > 245 && row[at.FIT501] > 1.25) enter('run');
    }
  };
  return (row, orders) => {
    const feeding = !low.update(row[at.LIT401]);
    advance(row, feeding);
    orders[at.P402] = feeding ? ON : OFF;
    const lit = feeding && row[at.P402] === ON && lowFeed <= LOW_FEED_SECONDS;
    orders[at.UV401] = lit ? ON : OFF;
    orders[at.P403] = feeding && redoxHigh.update(row[at.AIT402]) ? ON : OFF;
    orders[at.P501] = step === 'ramp' || step === 'run' ? ON : OFF;
    orders[at.SPEED501] = speed;
    orders[at.MV504] = step === 'flush' ? OPEN : CLOSED;
  };
}
