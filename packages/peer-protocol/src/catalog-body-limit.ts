/**
 * The largest request body of the catalog, in bytes: a description of 100 scenes with long texts in every one of them has about
 * 250 kB. Routers refuse more themselves: the catalog would close the connection while they still send.
 */
export const catalogBodyLimitBytes = 512 * 1024;
