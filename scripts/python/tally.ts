/** Counts checks and says which have failed. */
export class Tally {
  passed = 0;
  failed = 0;
  #words: string[] = [];

  check(what: string, passed: boolean, otherwise: string): void {
    if (passed) this.passed++;
    else {
      this.failed++;
      console.log(`   FAILED: ${what} (${otherwise.trim().slice(-800)})`);
    }
  }

  /** Adds to the line of the present part. */
  say(words: string): void {
    this.#words.push(words);
  }

  /** Runs a part and prints its line; an error in it is a failure. */
  async of(name: string, part: () => Promise<void>): Promise<void> {
    const [start, passed, failed] = [performance.now(), this.passed, this.failed];
    this.#words = [];
    try {
      await part();
    } catch (error) {
      this.check(name, false, error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    const counts = `${this.passed - passed} passed, ${this.failed - failed} failed`;
    console.log([`${name}: ${counts}`, ...this.#words, `${seconds} s`].join('; '));
  }
}
