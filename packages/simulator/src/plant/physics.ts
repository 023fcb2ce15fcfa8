/** The two relations that every part of the plant uses. */

/** Change of level in mm/s for a flow of 1 m³/h into a tank of 1.5 m². */
export const TANK_RATE = 1 / 1.5 / 3.6;

/** Height at which a tank of the plant overflows, in mm. */
export const TANK_HEIGHT = 1600;

/** Below this level, in mm, a pump draws air and delivers nothing. */
export const SUCTION_LEVEL = 40;

/** One second of a first-order lag: `value` on its way to `target`, 63 % of it in `seconds`. */
export function approach(value: number, target: number, seconds: number): number {
  return value + (target - value) / seconds;
}
