/** Rendering of a profile as an HTML page. */
import type { ProfilePageOptions } from './page.js';
import type { TableProfile } from './types.js';

/**
 * Renders a profile as one self-contained page. The drawing code is loaded here, because most users
 * of this package draw nothing.
 */
export async function renderProfile(
  profile: TableProfile,
  options: ProfilePageOptions = {},
): Promise<string> {
  const { profilePage } = await import('./page.js');
  return profilePage(profile, options);
}
