import type { ProfilePageOptions } from './page.js';
import type { TableProfile } from './types.js';

/**
 * Renders a profile as one page that needs nothing else. What draws it is loaded here: most who
 * import this package draw nothing.
 */
export async function renderProfile(
  profile: TableProfile,
  options: ProfilePageOptions = {},
): Promise<string> {
  const { profilePage } = await import('./page.js');
  return profilePage(profile, options);
}
