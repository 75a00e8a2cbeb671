import { htmlPage } from '@understudy/service-kit';

/** Nothing but its own files and the API beside it, and the pictures that its style has within itself; never in a frame: a key is typed in there. */
export const docsPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; " +
  "form-action 'none'; frame-ancestors 'none'";

/** The page that shows a document: Swagger UI, started by a script of its own, because nothing in the page itself may run. */
export function docsPage(title: string): string {
  const head = `<link rel="icon" href="data:,">
<link rel="stylesheet" href="swagger-ui.css">
<script src="swagger-ui-bundle.js" defer></script>
<script src="start.js" defer></script>`;
  return htmlPage({ title, head, body: '<main id="document"></main>' });
}

/** Shows the document beside the page. Nobody else is asked whether it is valid. */
export const startScript = `SwaggerUIBundle({
  url: '../openapi.json',
  dom_id: '#document',
  deepLinking: true,
  validatorUrl: null,
});
`;
