/** Without 0, O, I and l, so that an ID read aloud or from paper is not mistaken. */
const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** A key number of 8 bits and a cipher block of 128. */
const valueBits = 136;

/** 58^24 is the first power of 58 above 2^136. */
export const textLength = 24;

/** 58^8 is below 2^53, so eight digits are exact in a number and only three steps need a bigint. */
const chunkLength = 8;
const chunkSize = BigInt(58 ** chunkLength);

const digitOf = new Uint8Array(128);
for (let digit = 0; digit < alphabet.length; digit += 1) digitOf[alphabet.charCodeAt(digit)] = digit;

/** The one text of `value` (0 to 2^136 - 1): always 24 characters, leading zeros written as `1`. */
export function toBase58(value: bigint): string {
  const low = Number(value % chunkSize);
  const rest = value / chunkSize;
  return chunkText(Number(rest / chunkSize)) + chunkText(Number(rest % chunkSize)) + chunkText(low);
}

/**
 * A value for any text of 24 characters, well formed or not: foreign characters count as 0 and the excess over
 * 136 bits is cut. It does not judge; only `toBase58(fromBase58(text)) === text` tells that the text is the one of its value.
 */
export function fromBase58(text: string): bigint {
  const value =
    (chunkValue(text, 0) * chunkSize + chunkValue(text, chunkLength)) * chunkSize +
    chunkValue(text, 2 * chunkLength);
  return BigInt.asUintN(valueBits, value);
}

function chunkText(chunk: number): string {
  let text = '';
  let rest = chunk;
  for (let place = 0; place < chunkLength; place += 1) {
    text = alphabet.charAt(rest % 58) + text;
    rest = Math.floor(rest / 58);
  }
  return text;
}

function chunkValue(text: string, start: number): bigint {
  let value = 0;
  for (let place = start; place < start + chunkLength; place += 1) {
    value = value * 58 + (digitOf[text.charCodeAt(place)] ?? 0);
  }
  return BigInt(value);
}
