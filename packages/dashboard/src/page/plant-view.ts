/** Starts attacks in a made-up plant. */
import { attempt, fetchJson, say } from './dom.js';

/** Listens to the buttons, also after the part of the page around them was replaced. */
export function startPlant(): void {
  document.addEventListener('click', (event) => {
    const button = (event.target as HTMLElement).closest<HTMLElement>('[data-attack]');
    if (!button) return;
    attempt(async () => {
      await fetchJson('/api/plant/attacks', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ number: Number(button.dataset.attack) }),
      });
      say(`The attack has begun: ${button.textContent}.`);
      dispatchEvent(new Event('dashboard:changed'));
    });
  });
}
