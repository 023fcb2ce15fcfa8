/** Rendering of a drift report as an HTML page. */
import type { DriftReport } from './drift-report.js';

/**
 * Renders a drift report as one self-contained page; the drawing code is loaded here.
 *
 * @param created when, as text
 */
export async function renderDrift(report: DriftReport, created?: string): Promise<string> {
  const { driftPage } = await import('./page.js');
  return driftPage(report, created);
}
