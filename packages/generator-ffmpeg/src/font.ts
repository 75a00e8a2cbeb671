import { createRequire } from 'node:module';

/** The bundled font: hosts differ in theirs, and a text must be drawn with the same everywhere. */
export const fontPath = createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf');
