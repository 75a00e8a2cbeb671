/** The repository's examples by their titles; put here by `bundle-make.mjs`. */
declare const EXAMPLES: readonly { readonly title: string }[];

export const examples = EXAMPLES;

/** A description's text, as the editor shows it. */
export function textOf(description: unknown): string {
  return `${JSON.stringify(description, null, 2)}\n`;
}
