/** Stages 1 and 2: the raw water tank, its inlet and pumps, and what is dosed into the water. */
import { approach, SUCTION_LEVEL, TANK_HEIGHT, TANK_RATE } from './physics.js';
import type { PlantState } from './plant-state.js';
import { at, ON } from './tags.js';

/** Flow with the inlet valve fully open. */
const INFLOW = 2.55;
/** One pump, and two side by side in the same pipe. */
const TRANSFER = [0, 2.445, 2.76];
/** A tank of 1.5 m² holds this many m³ for each mm. */
const CUBIC_METRES = 0.0015;

/** One second of flow through tank 101 and into tank 301. */
export function advanceRawWater(plant: PlantState, actuators: Float64Array, opening: Float64Array) {
  const pumps = Number(actuators[at.P101] === ON) + Number(actuators[at.P102] === ON);
  plant.inflow = (INFLOW + plant.drift.mains.value) * opening[at.MV101];
  plant.transfer = plant.level101 > SUCTION_LEVEL ? TRANSFER[pumps] * opening[at.MV201] : 0;
  const level = plant.level101 + (plant.inflow - plant.transfer) * TANK_RATE;
  plant.overflow101 = Math.max(0, level - TANK_HEIGHT) / TANK_RATE;
  plant.level101 = Math.min(level, TANK_HEIGHT);
}

/**
 * One second of chemistry: salt, acid and hypochlorite as the probes behind the dosing point meet
 * them, then mixed into tank 301. Standing water keeps what it has and slowly loses its chlorine.
 */
export function advanceDosing(plant: PlantState, actuators: Float64Array): void {
  const { drift } = plant;
  const dosed = (duty: number, standby: number): number =>
    actuators[duty] === ON || actuators[standby] === ON ? 1 : 0;
  const flowing = plant.transfer > 0.5;
  const sharedCause = drift.salt.value;
  const salt = 262 + sharedCause + 25 * dosed(at.P201, at.P202);
  const acidity = (flowing ? 8.75 : 8.41) - 0.35 * (flowing ? dosed(at.P203, at.P204) : 0);
  const oxidant = flowing ? 296 + 36 * dosed(at.P205, at.P206) : 318;
  plant.salt = approach(plant.salt, salt, flowing ? 2400 : 9000);
  // hardness and alkalinity come with the salt: pH falls where conductivity rises
  plant.acidity = approach(plant.acidity, acidity - 0.014 * sharedCause + drift.acidity.value, 150);
  plant.oxidant = approach(plant.oxidant, oxidant + drift.oxidant.value, flowing ? 420 : 1800);
  if (flowing) plant.stagnation = approach(plant.stagnation, 0, 3000);
  plant.acidity301 = mix(plant.acidity301, plant.acidity, plant.transfer, plant.level301);
  plant.oxidant301 = mix(plant.oxidant301, plant.oxidant, plant.transfer, plant.level301);
}

/** What one second of inflow makes of the water in a tank that is stirred. */
export function mix(inside: number, incoming: number, flow: number, level: number): number {
  return inside + ((incoming - inside) * flow) / 3600 / (CUBIC_METRES * Math.max(level, 100));
}
