import { createHash } from 'node:crypto';
import { pageScript } from './page-script.js';

const style = `:root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;margin:0 auto;max-width:1100px;padding:16px}
h1{font-size:1.25rem}form{display:flex;gap:8px;align-items:end;flex-wrap:wrap}label{display:grid}input{font:inherit;min-width:22em}
button{font:inherit}table{border-collapse:collapse;width:100%;margin-top:12px}th,td{text-align:left;padding:4px 10px 4px 0;border-bottom:1px solid #8884}
td.number,th.number{text-align:right;font-variant-numeric:tabular-nums}`;

const digestOf = (text: string) => createHash('sha256').update(text).digest('base64');

/** Nothing but its own script and style, and this server; never in a frame, since it carries the operator's key. */
export const pagePolicy =
  `default-src 'none'; script-src 'sha256-${digestOf(pageScript)}'; style-src 'sha256-${digestOf(style)}'; ` +
  `connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** The operator's page: a key is typed in, and the cluster is shown by asking the API with it. */
export const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Understudy console</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>Understudy</h1>
<form id="login">
<label>Admin key <input id="key" type="password" autocomplete="current-password" required></label>
<button>Show the cluster</button>
</form>
<p id="status" role="status"></p>
<table id="cluster" hidden>
<caption hidden>Workers</caption>
<thead><tr><th scope="col">Worker</th><th scope="col">State</th><th scope="col">Zone</th><th scope="col">Process</th>
<th scope="col" class="number">Streams</th><th scope="col" class="number">Generating</th>
<th scope="col" class="number">Videos</th><th scope="col" class="number">MB</th><th scope="col">Address</th><th scope="col">Action</th></tr></thead>
<tbody id="workers"></tbody>
</table>
</main>
<script>${pageScript}</script>
</body>
</html>
`;
