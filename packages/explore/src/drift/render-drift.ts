import type { DriftReport } from './drift-report.js';

/**
 * Renders a drift report as one page that needs nothing else; what draws it is loaded here.
 *
 * @param created when, as text
 */
export async function renderDrift(report: DriftReport, created?: string): Promise<string> {
  const { driftPage } = await import('./page.js');
  return driftPage(report, created);
}
