/** Alarms as a table, each with what people wrote about it and the means to write. */
import { escapeHtml, htmlBadge, htmlNote, htmlTable } from '@anodec/charts';
import type { ListedAlarm } from '../alarms/alarm-list.js';
import { dateText, link, number } from './layout.js';

/** The table. @param withOrigin whether a column says of which run or stream each is */
export function alarmTable(alarms: readonly ListedAlarm[], withOrigin = false): string {
  if (alarms.length === 0) return htmlNote('No alarms.');
  const rows = alarms.map((alarm) => [
    alarm.start,
    ...(withOrigin ? [link(placeOf(alarm), alarm.origin)] : []),
    labelled('to', alarm.end),
    labelled('highest score', number(alarm.peak)),
    alarm.channels.join(', '),
    { html: stateOf(alarm) },
    { html: notesOf(alarm) },
  ]);
  const columns = [
    'From',
    ...(withOrigin ? ['Where'] : []),
    'To',
    { title: 'Highest score', numeric: true },
    'Sensors',
    'State',
    'Notes',
  ];
  return htmlTable({ columns, rows, className: 'alarms' });
}

/** A cell that says what it is where the table has no room for its headings. */
function labelled(label: string, text: string): { readonly html: string } {
  return { html: `<span class="label">${label} </span>${escapeHtml(text)}` };
}

function placeOf({ kind, origin }: ListedAlarm): string {
  return kind === 'run' ? `/runs/${origin}` : `/live/${origin}`;
}

function stateOf({ open, record }: ListedAlarm): string {
  const badges = [
    ...(open ? [htmlBadge('going on', 'bad')] : []),
    record.acknowledged === null
      ? htmlBadge('new', 'doubtful')
      : htmlBadge(`acknowledged ${dateText(record.acknowledged)}`, 'good'),
  ];
  return badges.join(' ');
}

function notesOf({ kind, origin, key, start, record }: ListedAlarm): string {
  const where = `data-kind="${kind}" data-origin="${escapeHtml(origin)}" data-key="${escapeHtml(key)}"`;
  const notes = record.notes.map(
    ({ at, text }) => `<li>${escapeHtml(text)} <small>${dateText(at)}</small></li>`,
  );
  const list = notes.length > 0 ? `<ul>${notes.join('')}</ul>` : '';
  const label = `of the alarm at ${escapeHtml(start)}`;
  const button =
    record.acknowledged === null
      ? `<button type="button" data-acknowledge aria-label="Acknowledge the alarm at ${escapeHtml(start)}">Acknowledge</button>`
      : '';
  const field = `<input type="text" name="note" maxlength="500" aria-label="Note ${label}" placeholder="Note" required>`;
  return `${list}<form class="note" ${where}>${button}${field}<button>Add</button></form>`;
}
