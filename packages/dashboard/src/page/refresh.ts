/**
 * Keeps a page up to date: when the server says that something changed, the page is asked for again and its live parts
 * are replaced. A part in which somebody is writing stays until they are done.
 */
import { say } from './dom.js';

/** Milliseconds that changes are gathered, so that a burst of them is one request. */
const GATHER = 250;

/** Listens to changes. @param drawn called after parts were replaced */
export function startRefresh(drawn: () => void): void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const refresh = async (): Promise<void> => {
    waiting = undefined;
    const answer = await fetch(location.href, { headers: { accept: 'text/html' } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    for (const part of page.querySelectorAll<HTMLElement>('[data-live]')) replace(part);
    drawn();
  };
  const later = (): void => {
    waiting ??= setTimeout(() => void refresh().catch(() => undefined), GATHER);
  };
  const source = new EventSource('/events');
  source.addEventListener('changed', ({ data }: MessageEvent<string>) => {
    const { topic } = JSON.parse(data) as { topic: string };
    if (topic === 'sensors') dispatchEvent(new Event('dashboard:sensors'));
    else later();
  });
  source.addEventListener('error', () => say('The connection is lost; trying again …'));
  source.addEventListener('open', () => say(''));
  addEventListener('dashboard:changed', later);
}

function replace(part: HTMLElement): void {
  const shown = document.getElementById(part.id);
  if (!shown || shown.innerHTML === part.innerHTML) return;
  if (isBusy(shown)) return;
  const checked = [...shown.querySelectorAll<HTMLInputElement>('input:checked')];
  const chosen = new Set(checked.map(({ value }) => value));
  shown.replaceChildren(...document.importNode(part, true).childNodes);
  for (const box of shown.querySelectorAll<HTMLInputElement>('input[type="checkbox"]')) {
    box.checked = chosen.has(box.value);
  }
}

/** Whether a note is being written in a part. */
function isBusy(shown: HTMLElement): boolean {
  const fields = [...shown.querySelectorAll<HTMLInputElement>('input[type="text"]')];
  return fields.some((field) => field.value !== '' || field === document.activeElement);
}
