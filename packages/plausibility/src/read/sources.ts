/**
 * The four public tables of sizes, each with its headings, units and quirks. The girths of people stand for a size, as in
 * the reference program: a circumference is larger than the width that a sensor would see.
 *
 * Sources: CarQuery (cars); Heinz, Peterson, Johnson & Kerk 2003 (people); Teoalida (motorcycles, a sample);
 * motocicliste.net (motorcycles, in Italian).
 */
import { sizeFiles } from '@anodec/simulator';
import type { MessageClass } from '../messages.js';
import type { NumberStyle } from './read-number.js';

/** How one table is read. */
export interface SizeSource {
  /** Setting that names its file. */
  readonly name: keyof typeof sizeFiles;
  /** Its usual file name. */
  readonly file: string;
  readonly kind: MessageClass;
  /** Headings of the columns. */
  readonly length: string;
  readonly width: string;
  readonly style: NumberStyle;
  /** Millimetres in the unit of the table. */
  readonly millimetres: number;
  /** Rows from this length or width on are typing errors and left out. */
  readonly longest?: number;
  readonly widest?: number;
}

/** To add a table: one entry here, its file in the settings. */
export const sizeSources: readonly SizeSource[] = [
  {
    name: 'cars',
    file: sizeFiles.cars,
    kind: 'car',
    length: 'model_length_mm',
    width: 'model_width_mm',
    style: {},
    millimetres: 1,
    widest: 3000,
  },
  {
    name: 'bodies',
    file: sizeFiles.bodies,
    kind: 'human',
    length: 'chest.girth',
    width: 'shoulder.girth',
    style: { decimal: ',' },
    millimetres: 10,
  },
  {
    name: 'motos',
    file: sizeFiles.motos,
    kind: 'moto',
    length: 'Overall length (mm)',
    width: 'Overall width (mm)',
    style: { blanks: true },
    millimetres: 1,
  },
  {
    name: 'motosItalian',
    file: sizeFiles.motosItalian,
    kind: 'moto',
    length: 'LUNGHEZZA (mm)',
    width: 'LARGHEZZA (mm)',
    style: { blanks: true },
    millimetres: 1,
    longest: 10_000,
  },
];
