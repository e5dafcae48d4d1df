const SHOWN = 3;

/** Prints what holds and what does not, one line each, and counts. */
export class Checks {
  passed = 0;
  failed = 0;

  /** @param {boolean | unknown[]} holds or a list of what is wrong, empty when nothing is */
  check(name, holds) {
    const faults = Array.isArray(holds) ? holds : [];
    const isRight = Array.isArray(holds) ? faults.length === 0 : holds;
    this[isRight ? 'passed' : 'failed'] += 1;
    console.log(`${isRight ? 'ok  ' : 'FAIL'} ${name}`);
    for (const fault of faults.slice(0, SHOWN)) console.log(`     ${fault}`);
    if (faults.length > SHOWN) console.log(`     and ${faults.length - SHOWN} more`);
  }

  /** Prints a line that is no check. */
  tell(text) {
    console.log(`     ${text}`);
  }

  /** Prints the total. @returns the exit code */
  end() {
    console.log(`${this.passed} passed, ${this.failed} failed`);
    return this.failed === 0 ? 0 : 1;
  }
}
