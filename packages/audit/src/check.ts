/** The contract of a check of the leakage audit: one file with what must hold and how it is computed anew. */
import type { Listeners } from '@anodec/core';
import type { EvaluatedRecordings, NormalData, TrainedRun } from '@anodec/pipeline';
import type { AuditLine } from '@anodec/report';

/** What checks look at. */
export interface AuditInput {
  readonly trained: TrainedRun;
  readonly recordings: EvaluatedRecordings;
  /** Normal operation, split and prepared again from the stored recordings. */
  readonly normal: NormalData;
  readonly listeners: Listeners;
  /** Shows what is being computed, within a check that takes long. */
  readonly note: (text: string) => void;
}

/** What a check found. */
export type AuditFinding = Pick<AuditLine, 'compared' | 'result' | 'finding'>;

/** A check. */
export interface AuditCheck {
  /** Name in files, in camel case. */
  readonly key: string;
  /** What must hold, as a statement. */
  readonly title: string;
  readonly run: (input: AuditInput) => AuditFinding | Promise<AuditFinding>;
}

/** The result of a check that either holds or does not. */
export function passedIf(holds: boolean): 'passed' | 'failed' {
  return holds ? 'passed' : 'failed';
}
