/**
 * The 41 entries of the attack list of the December 2015 recordings, as interventions on the plant.
 *
 * The effects of an attack are not described here: they follow from the plant and its rules. Attacks 4, 14
 * and 29 leave no trace because the plant gives them none: a check valve behind MV504, a backwash
 * that waits while tank 301 is full, dosing pumps that do not run without flow.
 *
 * Source: Goh, Adepu, Junejo & Mathur 2016, "A Dataset to Support Research in the Design of Secure
 * Water Treatment Systems", and its list of attacks; label delays as published in the corrections
 * of pwwl/ics-anomaly-detection.
 */
import { attacksOfDecember } from './attacks-december.js';
import { attacksOfJanuary } from './attacks-january.js';
import type { PlantAttack } from './plant-attack.js';

/** All entries, in the order of the list, which is the order in time. */
export const plantAttacks: readonly PlantAttack[] = [...attacksOfDecember, ...attacksOfJanuary];

/** When the original attack recording began and how many seconds it spans, the lost ones included. */
export const ORIGINAL_START = Date.UTC(2015, 11, 28, 10);
export const ORIGINAL_SECONDS = 450_000;
