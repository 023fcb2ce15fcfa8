/**
 * The plant with its instruments, controllers and actuators, second by second.
 *
 * Controllers know the true state through instruments only. Within a second, instruments read the
 * state, an attacker may change the readings, controllers decide on those, an attacker may change
 * their orders, actuators move, and then the true state advances.
 */
import { createRandom } from '@anodec/core';
import { actuatorPlaces, createActuators, moveActuators, settleActuators } from './actuators.js';
import { createFilterController } from './filter-controller.js';
import { createOsmosisController } from './osmosis-controller.js';
import { advancePlant } from './plant.js';
import { createPlantState, type PlantStart, type PlantState } from './plant-state.js';
import { createDosingController, createTransferController } from './raw-water-controller.js';
import { createSensors, type ProbeDrift } from './sensors.js';
import { at, CLOSED, OFF, ON, OPEN, rowSize, tagCount } from './tags.js';

/** Changes what passes between plant and controllers. */
export interface Tampering {
  /** Overwrites readings before controllers and historian see them. */
  readings(row: Float64Array): void;
  /** Overwrites orders before actuators receive them. */
  orders(orders: Float64Array): void;
}

/** The view of the control room, on which the start of an attack may depend. */
export interface PlantView {
  /** (rowSize), unmanipulated readings, and the last reports of actuators. */
  readonly row: Float64Array;
  /** How long the membrane has filtered since its last backwash. */
  readonly filteredSeconds: number;
}

/** A plant in operation. Call `sense`, then `act`, once a second. */
export interface Simulator {
  /** The true state, for checks of the physics. */
  readonly plant: PlantState;
  /** Reads the instruments. */
  sense(): PlantView;
  /**
   * Lets controllers, actuators and plant act.
   *
   * @returns (51), what the historian records; overwritten by the next second
   */
  act(tampering?: Tampering): Float64Array;
}

/** How a plant is set up. */
export interface SimulatorOptions {
  readonly seed: number;
  readonly start: PlantStart;
  /** Seconds until the operators start a cold plant. */
  readonly idleSeconds?: number;
  readonly drift?: ProbeDrift;
}

/** Creates a plant. */
export function createSimulator(options: SimulatorOptions): Simulator {
  const random = createRandom(options.seed);
  const running = options.start === 'running';
  const plant = createPlantState(options.start, random.stream('plant'));
  const sensors = createSensors(plant, random.stream('sensors'), options.drift);
  const transfer = createTransferController(running);
  const dosing = createDosingController();
  const filter = createFilterController(running);
  const osmosis = createOsmosisController(running);
  const actuators = createActuators();
  const orders = restingOrders();
  if (running) settleActuators(actuators, runningOrders());
  const row = new Float64Array(rowSize);
  const recorded = row.subarray(0, tagCount);
  const idle = running ? 0 : (options.idleSeconds ?? 0);
  const view = { row, filteredSeconds: 0 };
  copyStatus(actuators.status, row);
  return {
    plant,
    sense() {
      sensors(plant, row);
      view.filteredSeconds = filter.filteredSeconds();
      return view;
    },
    act(tampering) {
      tampering?.readings(row);
      if (plant.second >= idle) {
        transfer(row, orders);
        dosing(row, orders);
        filter.decide(row, orders);
        osmosis(row, orders);
      }
      tampering?.orders(orders);
      moveActuators(actuators, orders, plant.transfer);
      copyStatus(actuators.status, row);
      advancePlant(plant, actuators.status, actuators.opening);
      return recorded;
    },
  };
}

function copyStatus(status: Float64Array, row: Float64Array): void {
  for (const place of actuatorPlaces) row[place] = status[place];
  row[at.MV504] = status[at.MV504];
}

function restingOrders(): Float64Array {
  const orders = new Float64Array(rowSize).fill(OFF);
  orders[at.SPEED501] = 0;
  return orders;
}

/** Filtering, both ends of tank 101 open, osmosis at full speed. */
function runningOrders(): Float64Array {
  const orders = restingOrders();
  for (const valve of [at.MV101, at.MV201, at.MV302]) orders[valve] = OPEN;
  for (const pump of [at.P101, at.P203, at.P205, at.P302, at.P402, at.UV401, at.P501]) {
    orders[pump] = ON;
  }
  orders[at.MV504] = CLOSED;
  orders[at.SPEED501] = 30;
  return orders;
}
