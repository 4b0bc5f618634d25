// Decides every question of a world with Cedar, its policies parsed once, and says what that cost the processor.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [, , module, path] = process.argv;
const cedar = createRequire(import.meta.url)(module);
const world = JSON.parse(readFileSync(path, 'utf8'));
const parsed = cedar.preparsePolicySet('world', { staticPolicies: world.policies });
if (parsed.type !== 'success') {
  console.error(JSON.stringify(parsed).slice(0, 2000));
  process.exit(1);
}

function decide(question) {
  let permits = 0;
  for (const category of question.categories) {
    const answer = cedar.statefulIsAuthorized({
      principal: { type: 'Agency', id: question.from },
      action: { type: 'Action', id: 'disclose' },
      resource: { type: 'Agency', id: question.to },
      context: { ...question.context, category },
      preparsedPolicySetId: 'world',
      entities: [],
    });
    if (answer.type !== 'success' || answer.response.diagnostics.errors.length > 0) {
      console.error(JSON.stringify(answer).slice(0, 2000));
      process.exit(1);
    }

    permits += answer.response.decision === 'allow' ? 1 : 0;
  }

  return permits;
}

for (const question of world.questions.slice(0, Math.min(50, world.questions.length / 4))) {
  decide(question);
}

let permits = 0;
const before = process.cpuUsage();
for (const question of world.questions) {
  permits += decide(question);
}

const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ permits, questions: world.questions.length, microseconds: user + system }));
