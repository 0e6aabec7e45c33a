/**
 * `npm test`: installs what is missing, runs every stage, ends with one line `N passed, N failed`.
 * `node scripts/test.mjs unit crash` runs these stages only.
 */

import { hasTests, STAGES } from './lib/test-stages.mjs';
import { ensureNode, ensureNodeModules, ensureSystemPackages } from './prepare.mjs';

function chosenStages(names) {
  const unknown = names.filter((name) => !STAGES.some((stage) => stage.name === name));
  if (unknown.length > 0) {
    throw new Error(
      `no stage ${unknown.join(', ')}; there are ${STAGES.map((stage) => stage.name).join(', ')}`,
    );
  }
  return names.length === 0 ? STAGES : STAGES.filter((stage) => names.includes(stage.name));
}

async function runStage(stage) {
  if (!hasTests(stage)) {
    console.log(`\n== ${stage.name}: there is no ${stage.folders.join(' or ')}, so nothing to run`);
    return { line: `${stage.name}: nothing to run`, passed: 0, failed: 0 };
  }
  console.log(`\n== ${stage.name}`);
  const start = performance.now();
  const { passed, failed, skipped = 0 } = await stage.run();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const counts = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
  const line = `${stage.name}: ${counts} (${seconds} s)`;
  console.log(`== ${line}`);
  return { line, passed, failed };
}

async function runStages() {
  const stages = chosenStages(process.argv.slice(2));
  ensureNode();
  ensureNodeModules();
  ensureSystemPackages('test');
  const results = [];
  for (const stage of stages) results.push(await runStage(stage));
  console.log(`\n${results.map((result) => result.line).join('\n')}\n`);
  const sum = (key) => results.reduce((total, result) => total + result[key], 0);
  return { passed: sum('passed'), failed: sum('failed') };
}

const { passed, failed } = await runStages().catch((error) => {
  console.log(error.message);
  return { passed: 0, failed: 1 };
});
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
