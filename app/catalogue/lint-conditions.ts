/** Every condition of a definition: asked before, answerable, and not against itself. */
import { holdChecker, partsOf } from './can-hold.ts';
import { type Condition, fieldsOf, type Scalar } from './conditions.ts';
import { allFields, type ServiceDefinition } from './definition.ts';
import type { Field, FieldOf } from './fields.ts';
import type { LintCode, Report } from './lint-report.ts';

export function conditionFindings(definition: ServiceDefinition, report: Report): void {
  const known = new Map(allFields(definition).map(({ field }) => [field.code, field]));
  const { birthDate, nationality } = definition.person;
  const canHold = holdChecker(definition);
  /** @returns whether every question that it speaks of exists and could be answered so */
  const judge = (condition: Condition, path: string, asked: ReadonlySet<string>): boolean => {
    let sound = true;
    const reportHere = (code: LintCode, detail?: string) => {
      sound = false;
      report(code, path, detail);
    };
    for (const code of fieldsOf(condition)) {
      if (!known.has(code)) reportHere('CT-111', code);
      else if (!asked.has(code)) reportHere('CT-112', code);
    }
    for (const part of partsOf(condition)) {
      if ('ageBelow' in part && !(birthDate && asked.has(birthDate))) reportHere('CT-115', 'ageBelow');
      if ('nationalityIn' in part && !(nationality && asked.has(nationality)))
        reportHere('CT-115', 'nationalityIn');
      for (const { code, value } of impossible(part, known)) reportHere('CT-113', `${code}: ${value}`);
    }
    return sound;
  };
  /** @param outer what holds already where this stands: the page's condition */
  const check = (
    condition: Condition | undefined,
    path: string,
    asked: ReadonlySet<string>,
    outer?: Condition,
  ): void => {
    if (!condition || !judge(condition, path, asked)) return;
    if (!canHold(outer ? [outer, condition] : [condition])) report('CT-114', path);
  };

  const asked = new Set<string>();
  for (const [p, page] of definition.pages.entries()) {
    check(page.when, `/pages/${p}/when`, asked);
    for (const [f, field] of page.fields.entries()) {
      check(field.when, `/pages/${p}/fields/${f}/when`, asked, page.when);
      if (field.type === 'group') groupConditions(field, `/pages/${p}/fields/${f}`, report);
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
    steps: definition.steps ?? [],
    prerequisites: definition.prerequisites ?? [],
    signatures: definition.signatures ?? [],
  };
  for (const [name, list] of Object.entries(lists)) {
    for (const [i, entry] of list.entries()) check(entry.when, `/${name}/${i}/when`, asked);
  }
  for (const [i, { test }] of definition.rules.entries()) {
    if (test.kind === 'condition') check(test.holds, `/rules/${i}/test/holds`, asked);
  }
}

/** Inside a group a condition sees one item, and nothing of the rest. */
function groupConditions(group: FieldOf<'group'>, path: string, report: Report): void {
  const asked = new Set<string>();
  for (const [i, field] of group.fields.entries()) {
    const inside = field.when ? partsOf(field.when) : [];
    const strange = inside.some((part) =>
      'field' in part
        ? !asked.has(part.field)
        : 'ageBelow' in part || 'nationalityIn' in part || 'missionIn' in part,
    );
    if (strange) report('CT-116', `${path}/fields/${i}/when`);
    asked.add(field.code);
  }
}

function impossible(
  condition: Condition,
  known: ReadonlyMap<string, Field>,
): readonly { code: string; value: Scalar }[] {
  if (!('field' in condition) || 'filled' in condition) return [];
  const field = known.get(condition.field);
  const values = 'is' in condition ? [condition.is] : condition.in;
  return field && condition.part === undefined
    ? values.filter((value) => !answerable(field, value)).map((value) => ({ code: field.code, value }))
    : [];
}

/** No single value of these can be named; a part of them can. */
const COMPOSITE: ReadonlySet<Field['type']> = new Set([
  'money',
  'address',
  'name-pair',
  'authority',
  'group',
  'evidence',
]);

function answerable(field: Field, value: Scalar): boolean {
  if (field.type === 'choice') return field.options.some(({ code }) => code === value);
  if (field.type === 'yes-no') return typeof value === 'boolean';
  if (field.type === 'number') return typeof value === 'number';
  return typeof value === 'string' && !COMPOSITE.has(field.type);
}
