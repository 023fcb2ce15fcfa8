/** Frames that scroll sideways can be reached with the keyboard, those that do not are no stop on its way. */

/** Marks the frames of tables, now and whenever the page changes. */
export function startScrolling(): void {
  let waiting = false;
  const later = (): void => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      mark();
    });
  };
  new MutationObserver(later).observe(document.body, { childList: true, subtree: true });
  addEventListener('resize', later);
  later();
}

function mark(): void {
  for (const frame of document.querySelectorAll<HTMLElement>('.wide')) {
    const scrolls = frame.scrollWidth > frame.clientWidth;
    if (scrolls) frame.tabIndex = 0;
    else frame.removeAttribute('tabindex');
  }
}
