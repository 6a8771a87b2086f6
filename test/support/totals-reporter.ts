import type { SerializedError } from 'vitest';
import type { Reporter, TestModule, TestRunEndReason } from 'vitest/node';

interface Totals {
  passed: number;
  failed: number;
  skipped: number;
}

/** Ends every run with one line that a program can read: `N passed, N failed`, then `, N skipped` if any were. */
// biome-ignore lint/style/noDefaultExport: Vitest loads a reporter given by its path from the default export.
export default class TotalsReporter implements Reporter {
  onTestRunEnd(
    modules: readonly TestModule[],
    unhandledErrors: readonly SerializedError[],
    reason: TestRunEndReason,
  ): void {
    const totals = countTests(modules);
    totals.failed += unhandledErrors.length;
    // A failed global setup reaches no module at all, and a run without tests is no success either.
    if (reason === 'failed' && totals.failed === 0) totals.failed = 1;
    const skipped = totals.skipped > 0 ? `, ${totals.skipped} skipped` : '';
    console.log(`${totals.passed} passed, ${totals.failed} failed${skipped}`);
  }
}

function countTests(modules: readonly TestModule[]): Totals {
  const totals: Totals = { passed: 0, failed: 0, skipped: 0 };
  for (const module of modules) {
    // A file that cannot be imported and a suite whose hook fails have no failed test to be counted by.
    const broken = [module, ...module.children.allSuites()].filter((suite) => suite.errors().length > 0);
    totals.failed += broken.length;
    for (const test of module.children.allTests()) {
      const { state } = test.result();
      // A test still pending at the end was cut off, which is not a pass.
      totals[state === 'pending' ? 'failed' : state] += 1;
    }
  }
  return totals;
}
