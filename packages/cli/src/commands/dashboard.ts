/** `anodec dashboard`: a page over runs, live scorings and alarms. */
import { DashboardConfig } from '@anodec/dashboard';
import { LimitsConfig, ListenConfig } from '@anodec/http';
import { defineCommand } from '../command.js';
import { untilStopped } from '../until-stopped.js';

export const dashboard = defineCommand({
  details:
    'Runs with their curves while they are trained, compared, and with their reports; what anodec watch scores, as it ' +
    'comes; alarms, to be acknowledged and remarked on. It listens on this machine alone; with --host it asks for a ' +
    'token. Ctrl-C stops it.',
  sections: { dashboard: DashboardConfig, listen: ListenConfig, limits: LimitsConfig },
  examples: [
    ['anodec dashboard', 'the runs in lightning_logs, at http://127.0.0.1:8050'],
    ['anodec dashboard other_logs --port 9000', 'those of another folder'],
    ['anodec dashboard --host 0.0.0.0', 'for other machines, with a token that is printed'],
  ],
  async run(settings, { print, note = print, signal }) {
    const { startDashboard } = await import('@anodec/dashboard');
    const page = await startDashboard(settings, {
      onBug: (error) => note(String(error instanceof Error ? error.stack : error)),
    });
    print(`The page is at ${page.link}`);
    print('Ctrl-C stops it.');
    await untilStopped(signal);
    await page.stop(1);
  },
});
