/** The 51 tags of the SWaT recordings, in the order of their columns. */

/** One tag: a sensor with a unit, or an actuator with small codes. */
export interface SwatTag {
  readonly name: string;
  readonly stage: 'P1' | 'P2' | 'P3' | 'P4' | 'P5' | 'P6';
  readonly kind: 'continuous' | 'discrete';
  /** Unit of a sensor; codes of an actuator: valves 0 moving, 1 closed, 2 open; pumps 1 off, 2 on. */
  readonly unit: string;
  readonly meaning: string;
}

/** Unit and meaning of each, in the order of the columns. */
const tags = {
  FIT101: ['m3/h', 'flow into raw water tank'],
  LIT101: ['mm', 'raw water tank level'],
  MV101: ['0/1/2', 'inlet valve of raw water tank'],
  P101: ['1/2', 'duty pump raw tank to stage 2'],
  P102: ['1/2', 'standby of P101'],
  AIT201: ['uS/cm', 'conductivity, NaCl dosing'],
  AIT202: ['pH', 'pH, HCl dosing'],
  AIT203: ['mV', 'redox potential, NaOCl dosing'],
  FIT201: ['m3/h', 'flow to ultrafiltration feed tank'],
  MV201: ['0/1/2', 'valve to ultrafiltration feed tank'],
  P201: ['1/2', 'NaCl dosing pump'],
  P202: ['1/2', 'standby of P201'],
  P203: ['1/2', 'HCl dosing pump'],
  P204: ['1/2', 'standby of P203'],
  P205: ['1/2', 'NaOCl dosing pump'],
  P206: ['1/2', 'standby of P205'],
  DPIT301: ['kPa', 'pressure drop over ultrafiltration membrane'],
  FIT301: ['m3/h', 'ultrafiltration flow'],
  LIT301: ['mm', 'ultrafiltration feed tank level'],
  MV301: ['0/1/2', 'backwash valve'],
  MV302: ['0/1/2', 'valve from ultrafiltration to dechlorination'],
  MV303: ['0/1/2', 'backwash drain valve'],
  MV304: ['0/1/2', 'ultrafiltration drain valve'],
  P301: ['1/2', 'standby of P302'],
  P302: ['1/2', 'ultrafiltration feed pump'],
  AIT401: ['ppm', 'hardness of reverse osmosis feed'],
  AIT402: ['mV', 'redox potential, NaHSO3 dosing'],
  FIT401: ['m3/h', 'flow to ultraviolet unit'],
  LIT401: ['mm', 'reverse osmosis feed tank level'],
  P401: ['1/2', 'standby of P402'],
  P402: ['1/2', 'reverse osmosis feed pump'],
  P403: ['1/2', 'NaHSO3 dosing pump'],
  P404: ['1/2', 'standby of P403'],
  UV401: ['1/2', 'ultraviolet dechlorinator'],
  AIT501: ['pH', 'pH of reverse osmosis feed'],
  AIT502: ['mV', 'redox potential of reverse osmosis feed'],
  AIT503: ['uS/cm', 'conductivity of reverse osmosis feed'],
  AIT504: ['uS/cm', 'conductivity of permeate'],
  FIT501: ['m3/h', 'reverse osmosis feed flow'],
  FIT502: ['m3/h', 'permeate flow'],
  FIT503: ['m3/h', 'reject flow'],
  FIT504: ['m3/h', 'recirculation flow'],
  P501: ['1/2', 'reverse osmosis high-pressure pump'],
  P502: ['1/2', 'standby of P501'],
  PIT501: ['kPa', 'reverse osmosis feed pressure'],
  PIT502: ['kPa', 'permeate pressure'],
  PIT503: ['kPa', 'reject pressure'],
  FIT601: ['m3/h', 'backwash flow'],
  P601: ['1/2', 'permeate return pump, unused'],
  P602: ['1/2', 'backwash pump'],
  P603: ['1/2', 'reserved, not built'],
} as const satisfies Record<string, readonly [unit: string, meaning: string]>;

/**
 * All tags in order. Sensors and actuators differ by their unit; the stage is the first
 * digit of the number.
 *
 * Source: Goh, Adepu, Junejo & Mathur 2016, "A Dataset to Support Research in the Design of Secure
 * Water Treatment Systems"; the order is that of the published workbooks.
 */
export const SWAT_TAGS: readonly SwatTag[] = Object.entries(tags).map(([name, [unit, meaning]]) => {
  const kind = unit === '1/2' || unit === '0/1/2' ? 'discrete' : 'continuous';
  const stage = `P${name.replace(/\D/g, '')[0]}` as SwatTag['stage'];
  return { name, stage, kind, unit, meaning };
});

/** The names of all tags in order: the channels of a SWaT frame. */
export const SWAT_CHANNELS: readonly string[] = SWAT_TAGS.map(({ name }) => name);
