/** Texts that stand for a value that was not measured or not computed, as programs and people write them. */
const MISSING =
  /^(?:|nan(?:\((?:ind|snan|char-sequence)?\))?|<na>|#?na|#?n\/?a|n\.a\.|nat|null|none|nil|missing|-{1,3}|\.|\?|\*{1,20}|#(?:num|div\/0|value|ref|null|name\?)!?|[+-]?1\.#(?:ind|qnan|snan)\w{0,3})$/i;
const INFINITE = /^[+-]?(?:inf(?:inity)?|∞|1\.#inf\w{0,3})$/i;

/** Whether a cell says that there is no value, the empty cell too. */
export function saysMissing(cell: string): boolean {
  return MISSING.test(cell);
}

export function saysInfinite(cell: string): boolean {
  return INFINITE.test(cell);
}
