/** One line that is written over and over, on a terminal; nothing where stderr goes to a file. */
export class ProgressLine {
  readonly #shown = process.stderr.isTTY;

  say(text: string): void {
    if (this.#shown) process.stderr.write(`\r\u001b[2K${text.slice(0, (process.stderr.columns ?? 80) - 1)}`);
  }

  /** Takes the line away. */
  clear(): void {
    if (this.#shown) process.stderr.write('\r\u001b[2K');
  }
}
