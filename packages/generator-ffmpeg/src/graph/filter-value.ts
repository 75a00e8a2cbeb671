/**
 * `value` as the value of one option of one filter in a filter graph. ffmpeg takes such a text apart twice, first as a
 * graph, then as a filter's options, and each time a backslash protects the character behind it. Everything but letters
 * and digits is protected for both, so there is no list of dangerous characters to be wrong about.
 */
export function filterValue(value: string): string {
  return protect(protect(value));
}

function protect(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the range is "all of ASCII"
  return text.replace(/[\x00-\x7f]/g, (character) =>
    /[A-Za-z0-9]/.test(character) ? character : `\\${character}`,
  );
}
