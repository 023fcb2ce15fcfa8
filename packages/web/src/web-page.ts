/** The page that scores tables, as one HTML document that needs neither a server nor a network. */

const STYLE = `
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 62rem; padding: 0 1rem; color: #1d2733; background: #fff; }
h1 { font-size: 1.4rem; } label { display: block; margin: 0.8rem 0; } svg { width: 100%; height: auto; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: 0.2rem 0.8rem 0.2rem 0; border-bottom: 1px solid #ccd3da; }
.error { color: #a3231f; } .score { stroke: #2f6fab; fill: none; } .limit { stroke: #a3231f; fill: none; stroke-dasharray: 5 4; }
.alarm { fill: #e8b4b0; } text { font-size: 12px; fill: currentColor; }
@media (prefers-color-scheme: dark) { body { color: #e4e9ee; background: #14191f; } .alarm { fill: #6b2f2c; } .score { stroke: #7db4e8; } .error { color: #f08c87; } .limit { stroke: #f08c87; } }
`;

/**
 * The page with its script and, where one is given, the artifact that it begins with.
 *
 * @param script `dist/page.js` of this package
 * @param artifact as `encodeArtifact` writes it
 */
export function webPage(script: string, artifact?: string): string {
  const data =
    artifact === undefined
      ? ''
      : `<script type="application/json" id="artifact">${artifact.replaceAll('<', '\\u003c')}</script>\n`;
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; connect-src blob:">
<title>anodec: score a table</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
<h1 id="title">Score a table</h1>
<p id="about">No model is loaded.</p>
<label>Table (.csv with a header, one column for each channel): <input type="file" id="table" accept=".csv,.txt,.tsv"></label>
<label>Another model (artifact.anodec.json): <input type="file" id="model" accept=".json"></label>
<p id="message" role="status">Everything is computed in this page; no data leaves this machine.</p>
<div id="result"></div>
${data}<script>${script.replaceAll('</script', '<\\/script')}</script>
</html>
`;
}
