/** Lists the tests that did not run, with the reason that their names give; vitest only counts them. */
import type { Reporter, TestModule } from 'vitest/node';

export default class SkipReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const skipped = modules.flatMap((module) =>
      [...module.children.allTests('skipped')].map(
        (test) => `  ${module.relativeModuleId} > ${test.fullName}`,
      ),
    );
    if (skipped.length === 0) return;
    process.stdout.write(`\nNot run here:\n${skipped.join('\n')}\n`);
  }
}
