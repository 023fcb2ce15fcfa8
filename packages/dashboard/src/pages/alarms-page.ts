/** The alarms of all runs and live scorings, those that nobody has acknowledged first. */
import { htmlSection, htmlTiles } from '@anodec/charts';
import type { ListedAlarm } from '../alarms/alarm-list.js';
import { alarmTable } from './alarm-table.js';
import { dashboardPage, livePart } from './layout.js';

/** Alarms that a table shows at most. */
const SHOWN = 200;

/** The page. */
export function alarmsPage(alarms: readonly ListedAlarm[]): string {
  const sorted = alarms.toSorted((a, b) => (a.start < b.start ? 1 : -1));
  const fresh = sorted.filter(({ record }) => record.acknowledged === null);
  const known = sorted.filter(({ record }) => record.acknowledged !== null);
  const going = sorted.filter(({ open }) => open);
  const tiles = htmlTiles([
    [String(going.length), 'going on'],
    [String(fresh.length), 'nobody has acknowledged'],
    [String(known.length), 'acknowledged'],
  ]);
  const body =
    tiles +
    htmlSection(titleOf('New', fresh), alarmTable(fresh.slice(0, SHOWN), true)) +
    htmlSection(titleOf('Acknowledged', known), alarmTable(known.slice(0, SHOWN), true));
  return dashboardPage({ title: 'Alarms', place: '/alarms', body: livePart('alarms', body) });
}

function titleOf(title: string, alarms: readonly ListedAlarm[]): string {
  return alarms.length > SHOWN ? `${title}, the last ${SHOWN} of ${alarms.length}` : title;
}
