/** The payload of a reading, as the devices send it: the inverse of how power is read. */

/** Steps of the meter in two units of power. */
const STEPS = 1018.1944;

/**
 * The payload of a reading: four hexadecimal digits of the message, eight of the power, four of the voltage.
 *
 * @param power at least 0; read again, its whole part comes out
 */
export function encodePower(power: number): string {
  // up, so that a whole number does not come back as the one below it
  const steps = Math.ceil((power * STEPS) / 2);
  return `0104${hex(steps, 8)}${hex(1000, 4)}`;
}

function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, '0');
}
