/** The rest of Stirling's formula for factorials, in the form that Hörmann (1993) tabulates for his samplers. */

/** Exact to the last digit for k = 0, ..., 9, where the series below is not. */
const TABLE = [
  0.08106146679532726, 0.04134069595540929, 0.02767792568499834, 0.02079067210376509, 0.01664469118982119,
  0.01387612882307075, 0.01189670994589177, 0.01041126526197209, 0.009255462182712733, 0.008330563433362871,
];

/** ln k! minus (k + 1/2) ln(k + 1) - (k + 1) + ln sqrt(2 pi), for an integer k >= 0. */
export function stirlingRest(k: number): number {
  if (k < TABLE.length) return TABLE[k];
  const square = (k + 1) * (k + 1);
  return (1 / 12 - (1 / 360 - 1 / 1260 / square) / square) / (k + 1);
}
