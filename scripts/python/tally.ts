/** Counts checks and says which have failed, by parts, which may run at the same time. */

/** The checks of one part. */
export class Part {
  passed = 0;
  readonly failures: string[] = [];
  readonly words: string[] = [];

  check(what: string, passed: boolean, otherwise: string): void {
    if (passed) this.passed++;
    else this.failures.push(`   FAILED: ${what} (${otherwise.trim().slice(-800)})`);
  }

  /** Adds to the line of the part. */
  say(words: string): void {
    this.words.push(words);
  }
}

export class Tally {
  passed = 0;
  failed = 0;

  /** Runs a part, then prints what has failed and its line; an error in it is a failure. */
  async of(name: string, run: (part: Part) => Promise<void>): Promise<void> {
    const start = performance.now();
    const part = new Part();
    try {
      await run(part);
    } catch (error) {
      part.check(name, false, error instanceof Error ? (error.stack ?? error.message) : String(error));
    }
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    const { passed, failures, words } = part;
    const line = [`${name}: ${passed} passed, ${failures.length} failed`, ...words, `${seconds} s`].join('; ');
    console.log([...failures, line].join('\n'));
    this.passed += passed;
    this.failed += failures.length;
  }
}
