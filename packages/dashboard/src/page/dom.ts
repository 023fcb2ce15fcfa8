/** Elements of the page. */

/** The element with an id. @throws Error when the page lacks it, which is a bug */
export function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found) return found;
  throw new Error(`The page must have an element ${id}.`);
}

/** What a field holds. */
export function valueOf(id: string): string {
  return (element(id) as HTMLInputElement | HTMLSelectElement).value;
}

/** A new element with a text; whatever the text holds stays a text. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  text = '',
  className = '',
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

/** Says something to everybody, screen readers included. */
export function say(text: string, isError = false): void {
  const status = element('status');
  status.textContent = text;
  status.classList.toggle('error', isError);
}

/** A colour of the style sheet, such as `--accent`, as it is in the reader's theme. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** Calls back when the reader's theme changes. */
export function onTheme(change: () => void): void {
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', change);
}

/** A JSON answer. @throws Error with the sentence of the server */
export async function fetchJson(path: string, options: RequestInit = {}): Promise<unknown> {
  const answer = await fetch(path, options);
  const document = (await answer.json()) as unknown;
  if (answer.ok) return document;
  const { error } = document as { error?: string };
  throw new Error(error ?? `The server answered ${answer.status}.`);
}

/** Runs work that may fail, and says how. */
export function attempt(work: () => Promise<void>): void {
  work().catch((error: unknown) => {
    say(error instanceof Error ? error.message : String(error), true);
  });
}
