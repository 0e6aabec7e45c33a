/** Every condition of a definition: asked before, answerable, and not against itself. */
import { type Condition, fieldsOf, type Scalar } from './conditions.ts';
import { allFields, type ServiceDefinition } from './definition.ts';
import type { Field } from './fields.ts';
import type { LintCode, Report } from './lint-report.ts';

export function conditionFindings(definition: ServiceDefinition, report: Report): void {
  const known = new Map(allFields(definition).map(({ field }) => [field.code, field]));
  const { birthDate, nationality } = definition.person;
  const judge = (condition: Condition | undefined, path: string, asked: ReadonlySet<string>): void => {
    if (!condition) return;
    const reportHere = (code: LintCode, detail?: string) => report(code, path, detail);
    for (const code of fieldsOf(condition)) {
      if (!known.has(code)) reportHere('CT-111', code);
      else if (!asked.has(code)) reportHere('CT-112', code);
    }
    for (const part of partsOf(condition)) {
      if ('ageBelow' in part && !(birthDate && asked.has(birthDate))) reportHere('CT-115', 'ageBelow');
      if ('nationalityIn' in part && !(nationality && asked.has(nationality)))
        reportHere('CT-115', 'nationalityIn');
      for (const { code, value } of impossible(part, known)) reportHere('CT-113', `${code}: ${value}`);
      if ('all' in part && contradicts(part.all)) reportHere('CT-114');
    }
  };

  const asked = new Set<string>();
  for (const [p, page] of definition.pages.entries()) {
    judge(page.when, `/pages/${p}/when`, asked);
    for (const [f, field] of page.fields.entries()) {
      judge(field.when, `/pages/${p}/fields/${f}/when`, asked);
      asked.add(field.code);
    }
  }
  // Everything but the form itself is looked at when the form is filled: every field was asked.
  const lists = {
    rules: definition.rules,
    documents: definition.documents,
    checks: definition.checks,
    fees: definition.fees,
    delays: definition.delays,
  };
  for (const [name, list] of Object.entries(lists)) {
    for (const [i, entry] of list.entries()) judge(entry.when, `/${name}/${i}/when`, asked);
  }
  for (const [i, { test }] of definition.rules.entries()) {
    if (test.kind === 'condition') judge(test.holds, `/rules/${i}/test/holds`, asked);
  }
}

/** The condition and all conditions inside it. */
function* partsOf(condition: Condition): Generator<Condition> {
  yield condition;
  if ('all' in condition) for (const part of condition.all) yield* partsOf(part);
  if ('any' in condition) for (const part of condition.any) yield* partsOf(part);
  if ('not' in condition) yield* partsOf(condition.not);
}

function impossible(
  condition: Condition,
  known: ReadonlyMap<string, Field>,
): readonly { code: string; value: Scalar }[] {
  if (!('field' in condition) || 'filled' in condition) return [];
  const field = known.get(condition.field);
  const values = 'is' in condition ? [condition.is] : condition.in;
  return field
    ? values.filter((value) => !answerable(field, value)).map((value) => ({ code: field.code, value }))
    : [];
}

function answerable(field: Field, value: Scalar): boolean {
  if (field.type === 'choice') return field.options.some(({ code }) => code === value);
  if (field.type === 'yes-no') return typeof value === 'boolean';
  if (field.type === 'number') return typeof value === 'number';
  return (
    typeof value === 'string' &&
    field.type !== 'money' &&
    field.type !== 'address' &&
    field.type !== 'name-pair'
  );
}

/** Two parts that ask one field for two values, or for a value and for none. */
function contradicts(parts: readonly Condition[]): boolean {
  const wanted = new Map<string, readonly Scalar[]>();
  for (const part of parts) {
    if (!('field' in part)) continue;
    if ('filled' in part) {
      if (
        !part.filled &&
        parts.some((other) => other !== part && 'field' in other && other.field === part.field)
      )
        return true;
      continue;
    }
    const values = 'is' in part ? [part.is] : part.in;
    const before = wanted.get(part.field);
    const both = before ? values.filter((value) => before.includes(value)) : values;
    if (both.length === 0) return true;
    wanted.set(part.field, both);
  }
  return false;
}
