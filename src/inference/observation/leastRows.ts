/** How many simulations a table must have. Of its own, since the page says it before it reads any. */

/** Enough to train on 1,500 rows and to check on 500. */
export const LEAST_ROWS = 2000;
