/** Rules of the page of a profile, after those that all pages share. */
export const PROFILE_STYLE = `
.names { font-size: 13px; margin-top: 2px; line-height: 1.7; }
.scale { display: flex; justify-content: space-between; font-size: 11px; color: var(--soft); border-top: 1px solid var(--line); padding-top: 2px; max-width: 370px; }
.scale.states span { flex: 1; text-align: center; }
.outside { margin: 0; font-size: 11px; color: var(--soft); }
.matrix-box { padding: 8px; }
`;
