/** The answer as JSON: the documents that `anodec score` writes, as one. */
import { alarmsToJson, type ScoreColumns, scoresToJson, type TableScores } from '@anodec/pipeline';

/** Scores row by row, alarms, and what reading the table found. */
export interface ScoresDocument {
  readonly source: string;
  readonly rows: readonly unknown[];
  readonly alarms: readonly unknown[];
  readonly scoredRows: number;
  readonly notes: readonly string[];
  readonly repairs: readonly unknown[];
  readonly [name: string]: unknown;
}

/** The document: what `anodec score --out scores.json --alarms alarms.json` writes, and what it prints besides. */
export function scoresDocument(
  { part, scoredRows, notes, repairs }: TableScores,
  columns: ScoreColumns,
): ScoresDocument {
  const scores = JSON.parse(scoresToJson([part], columns)) as ScoresDocument;
  const { alarms } = JSON.parse(alarmsToJson([part])) as ScoresDocument;
  return { ...scores, alarms, scoredRows, notes, repairs };
}
