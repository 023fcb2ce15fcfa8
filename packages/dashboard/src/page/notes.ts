/** Acknowledging alarms and writing notes. */
import { attempt, fetchJson, say } from './dom.js';

/** Listens to the forms of all alarms, also of those that come later. */
export function startNotes(): void {
  document.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    if (!form.matches('form.note')) return;
    event.preventDefault();
    const field = form.elements.namedItem('note') as HTMLInputElement;
    const note = field.value.trim();
    if (note === '') return;
    attempt(async () => {
      await change(form, { note });
      field.value = '';
      field.blur();
      say('The note is stored.');
    });
  });
  document.addEventListener('click', (event) => {
    const button = (event.target as HTMLElement).closest<HTMLElement>('[data-acknowledge]');
    const form = button?.closest('form');
    if (!form) return;
    attempt(async () => {
      await change(form, { acknowledge: true });
      say('The alarm is acknowledged.');
    });
  });
}

async function change(form: HTMLFormElement, what: object): Promise<void> {
  const { kind, origin, key } = form.dataset;
  await fetchJson('/api/alarms', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ kind, origin, key, ...what }),
  });
  dispatchEvent(new Event('dashboard:changed'));
}
