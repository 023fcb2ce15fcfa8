/** The list of attacks as a workbook, with the quirks of the original. */
import { fileError } from '@anodec/files';
import type { PlantAttack } from '../plant/index.js';
import type { DirtConfig, Span } from './config.js';
import type { ListedAttack } from './label-runs.js';

const columns = [
  'Attack #',
  'Start Time',
  'End Time',
  'Attack Point',
  'Start State',
  'Attack',
  'Actual Change',
  'Expected Impact or attacker intent',
  'Unexpected Outcome',
];

/** Row colours and their meaning, by the number of stages and points. */
const types = {
  SSSP: ['FFFFFFFF', 'Single Stage Single Point'],
  SSMP: ['FFFFF2CC', 'Single Stage Multi Point'],
  MSSP: ['FFDDEBF7', 'Multi Stage Single Point'],
  MSMP: ['FFE2EFDA', 'Multi Stage Multi Point'],
} as const;

const REMARK =
  'Attack 26: the value of LIT-301 was held at 801, the display of the historian interpolates it.';

/** Row of the first line below the table, as in the original. */
const LEGEND_ROW = 45;
const REMARK_ROW = 50;

/** Spellings that occur once each. */
const spellings: Readonly<Record<number, string>> = {
  14: 'Mv-303',
  22: 'UV-01, AIT-502, P-501',
  23: 'P-602, DIT-301, MV-302',
  35: 'P-101; P-102',
};

const DAY = 86_400_000;
/** Midnight of the first day of a sheet's calendar: a time of day without a date. */
const SHEET_EPOCH = Date.UTC(1899, 11, 30);

/**
 * Writes `List_of_attacks_Final.xlsx`.
 *
 * @throws DataError when the file cannot be written
 */
export async function writeAttackList(
  path: string,
  attacks: readonly ListedAttack[],
  span: Span,
  dirt: DirtConfig,
): Promise<void> {
  const { default: ExcelJs } = await import('exceljs');
  const book = new ExcelJs.Workbook();
  const sheet = book.addWorksheet('Sheet1');
  sheet.addRow(columns);
  for (const listed of attacks) {
    const row = sheet.addRow(listRow(listed, span, dirt));
    row.getCell(2).numFmt = dirt.timeOfDayCells ? 'h:mm:ss' : 'yyyy-mm-dd h:mm:ss';
    row.getCell(3).numFmt = row.getCell(2).numFmt;
    if (listed.listedEnd !== undefined) row.fill = solid(types[attackType(listed.attack)][0]);
  }
  if (dirt.legendRows) {
    Object.values(types).forEach(([colour, meaning], i) => {
      sheet.getCell(LEGEND_ROW + i, 2).value = meaning;
      sheet.getCell(LEGEND_ROW + i, 2).fill = solid(colour);
    });
    sheet.getCell(REMARK_ROW, 2).value = REMARK;
  }
  try {
    await book.xlsx.writeFile(path);
  } catch (error) {
    throw fileError(error, path, 'written');
  }
}

function listRow({ attack, listedStart, listedEnd }: ListedAttack, span: Span, dirt: DirtConfig) {
  const start = listedDate(span.start + listedStart * 1000, attack, dirt);
  const { number, startState, action, changesActuator, intent, unexpected } = attack;
  if (listedEnd === undefined)
    return [number, start, null, null, null, 'No Physical Impact Attack'];
  const end = listedDate(span.start + listedEnd * 1000, attack, dirt);
  const shownEnd = dirt.timeOfDayCells ? new Date(SHEET_EPOCH + (end.getTime() % DAY)) : end;
  const points = pointText(attack, dirt);
  const changed = changesActuator ? 'Yes' : 'No';
  return [number, start, shownEnd, points, startState, action, changed, intent, unexpected || null];
}

/** The last five entries have the previous year. */
function listedDate(milliseconds: number, { number }: PlantAttack, dirt: DirtConfig): Date {
  const date = new Date(milliseconds);
  if (dirt.wrongYears && number >= 37) date.setUTCFullYear(date.getUTCFullYear() - 1);
  return date;
}

function pointText({ number, points }: PlantAttack, dirt: DirtConfig): string {
  if (!dirt.pointSpellings) return points.join(', ');
  return spellings[number] ?? points.map((point) => point.replace(/(\D)(\d)/, '$1-$2')).join(', ');
}

/** Single or multi stage, single or multi point in each. */
function attackType({ points }: PlantAttack): keyof typeof types {
  const stages = new Set(points.map((point) => point.replace(/\D/g, '')[0])).size;
  if (stages === 1) return points.length === 1 ? 'SSSP' : 'SSMP';
  return points.length === stages ? 'MSSP' : 'MSMP';
}

function solid(argb: string) {
  return { type: 'pattern', pattern: 'solid', fgColor: { argb } } as const;
}
