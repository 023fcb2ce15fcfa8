/** Frames that scroll sideways can be reached with the keyboard, those that do not are no stop on its way. */

/** Marks the frames of tables as they are now. */
export function markScrolling(): void {
  for (const frame of document.querySelectorAll<HTMLElement>('.wide')) {
    if (frame.scrollWidth > frame.clientWidth) frame.tabIndex = 0;
    else frame.removeAttribute('tabindex');
  }
}
