/** Sealed bytes under one URL never change: they may be kept for good. */
export const immutable = 'public, max-age=31536000, immutable';
/** What grows must be asked for again. */
export const growing = 'no-cache';
