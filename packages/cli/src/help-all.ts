/** The flag that shows every option of a command; `--help` shows those that most people use. */
export const HELP_ALL = '--help-all';
