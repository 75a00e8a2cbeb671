/** Nothing but its own files and the API beside it, and the pictures that its style has within itself; never in a frame: a key is typed in there. */
export const docsPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; " +
  "form-action 'none'; frame-ancestors 'none'";

/** The page that shows a document: Swagger UI, started by a script of its own, because nothing in the page itself may run. */
export function docsPage(title: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="swagger-ui.css">
<script src="swagger-ui-bundle.js" defer></script>
<script src="start.js" defer></script>
</head>
<body>
<main id="document"></main>
</body>
</html>
`;
}

/** Shows the document beside the page. Nobody else is asked whether it is valid. */
export const startScript = `SwaggerUIBundle({
  url: '../openapi.json',
  dom_id: '#document',
  deepLinking: true,
  validatorUrl: null,
});
`;
