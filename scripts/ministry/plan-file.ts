/** Reads what a person or a script wrote about a ministry, a mission or an officer. Each fault names its member. */
import { readFile } from 'node:fs/promises';
import { type Static, type TSchema, Type } from 'typebox';
import { Value } from 'typebox/value';
import type { DeskId } from '../../app/acts/ids.ts';
import { OFFICER_ROLES } from '../../app/keyring/roles.ts';
import { PolicySchema } from '../../app/vault/kit.ts';
import { MinistryError } from './errors.ts';
import { type MinistryPlan, type OfficerPlan, scopeOfDesk } from './plan.ts';

const closed = { additionalProperties: false };
const Words = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' });
const Names = Type.Object({ fr: Words, en: Words, ar: Words }, closed);
const Mission = '^[A-Z]{2}-[A-Z0-9]{2,8}$';
const Desk = Type.String({ pattern: '^(?:[A-Z]{2}-[A-Z0-9]{2,8}|CENTRAL)/[A-Z]$' });
const Role = Type.Union(OFFICER_ROLES.map((role) => Type.Literal(role)));

/** `transport`: desks, too */
const Delegate = Type.Union([Role, Type.Literal('transport')]);

const Officer = Type.Object(
  {
    name: Words,
    initials: Type.String({ minLength: 1, maxLength: 8, pattern: '\\S' }),
    roles: Type.Array(Role, { minItems: 1, maxItems: OFFICER_ROLES.length, uniqueItems: true }),
    delegates: Type.Optional(Type.Array(Delegate, { maxItems: 8, uniqueItems: true })),
    desks: Type.Array(Desk, { minItems: 1, uniqueItems: true }),
    missions: Type.Optional(
      Type.Array(Type.String({ pattern: Mission }), { minItems: 1, uniqueItems: true }),
    ),
    services: Type.Optional(Type.Array(Words, { minItems: 1, uniqueItems: true })),
    until: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}Z$' })),
  },
  closed,
);

const Plan = Type.Object(
  {
    country: Type.String({ pattern: '^[A-Z]{2}$' }),
    missions: Type.Record(Type.String({ pattern: Mission }), Names, closed),
    centre: Names,
    desks: Type.Array(Desk, { minItems: 1, uniqueItems: true }),
    officers: Type.Array(Officer, { minItems: 1 }),
    letters: Type.Optional(Type.Record(Desk, Type.Array(Desk, { minItems: 1, uniqueItems: true }), closed)),
    gatewayUrl: Type.String({ pattern: '^https?://[^\\s;,\'"]+$' }),
    gateways: Type.Optional(Type.Integer({ minimum: 1, maximum: 16 })),
    policy: Type.Optional(PolicySchema),
  },
  closed,
);

/** What `mission add` makes. */
const MissionToAdd = Type.Object(
  {
    code: Type.String({ pattern: Mission }),
    names: Names,
    desks: Type.Array(Desk, { minItems: 1, uniqueItems: true }),
  },
  closed,
);
export type MissionPlan = Static<typeof MissionToAdd>;

/** Former members of a plan that the list of the keyring says now, by the option of `policy` that takes them. */
const SIGNED_NOW = { backupDays: '--backup-days' } as const;

/** @throws MinistryError MN-005 */
export function parseMinistryPlan(value: unknown): MinistryPlan {
  for (const [member, option] of Object.entries(SIGNED_NOW))
    if (typeof value === 'object' && value !== null && member in value)
      wrong(
        member,
        `is no part of a plan any more, since it is signed: ministry -- policy ${option} N, after init`,
      );
  const plan = checked(Plan, value) as unknown as MinistryPlan;
  for (const [at, desk] of plan.desks.entries()) {
    const scope = scopeOfDesk(desk);
    if (scope !== 'CENTRAL' && !(scope in plan.missions))
      wrong(`desks/${at}`, `no mission ${scope} in the plan`);
  }
  soundLetters(plan);
  const taken = new Set<string>();
  for (const [at, officer] of plan.officers.entries()) {
    soundOfficer(officer, `officers/${at}/`);
    for (const [n, desk] of officer.desks.entries()) {
      if (!plan.desks.includes(desk)) wrong(`officers/${at}/desks/${n}`, `no desk ${desk} in the plan`);
      const place = `${officer.initials} ${desk}`;
      if (taken.has(place)) wrong(`officers/${at}/initials`, `another officer of ${desk} has the same`);
      taken.add(place);
    }
  }
  return plan;
}

/** Each letter is one desk's to give, and no desk yet. */
function soundLetters({ desks, letters = {}, missions }: MinistryPlan): void {
  const given = new Set<string>(desks);
  for (const [by, list] of Object.entries(letters) as [DeskId, readonly DeskId[]][]) {
    if (!desks.includes(by)) wrong(`letters/${by}`, 'no such desk in the plan');
    for (const letter of list) {
      const [scope, own] = [scopeOfDesk(letter), scopeOfDesk(by)];
      if (given.has(letter)) wrong(`letters/${by}`, `${letter} is a desk, or another’s to give`);
      if (scope !== own && (own !== 'CENTRAL' || !(scope in missions)))
        wrong(`letters/${by}`, `${letter} is not this desk’s to give`);
      given.add(letter);
    }
  }
}

/** @throws MinistryError MN-005 */
export function parseOfficerPlan(value: unknown): OfficerPlan {
  const officer = checked(Officer, value) as unknown as OfficerPlan;
  soundOfficer(officer, '');
  return officer;
}

/** @throws MinistryError MN-005 */
export function parseMissionPlan(value: unknown): MissionPlan {
  const mission = checked(MissionToAdd, value);
  for (const [at, desk] of mission.desks.entries())
    if (!desk.startsWith(`${mission.code}/`)) wrong(`desks/${at}`, `not a desk of ${mission.code}`);
  return mission;
}

/** @throws MinistryError MN-005, also for a file that is not there or is no JSON */
export async function readJsonFile(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new MinistryError('MN-005', `${path} cannot be read as JSON`, { cause });
  }
}

function soundOfficer(officer: OfficerPlan, at: string): void {
  const { until } = officer;
  if (until !== undefined && !(Date.parse(until) > Date.now())) wrong(`${at}until`, 'lies in the past');
  const scopes = new Set(officer.desks.map(scopeOfDesk));
  if (officer.missions && [...scopes].some((scope) => scope !== 'CENTRAL'))
    wrong(`${at}missions`, 'a limit on missions is for officers of the centre');
  if (officer.delegates?.length && scopes.has('CENTRAL') && scopes.size > 1)
    wrong(`${at}delegates`, 'a delegation is for one mission, or for the centre');
}

/** The value is never shown: it may be a name. */
function checked<T extends TSchema>(schema: T, value: unknown): Static<T> {
  if (Value.Check(schema, value)) return value as Static<T>;
  const [error] = Value.Errors(schema, value);
  return wrong(error?.instancePath.slice(1) ?? '', error?.message ?? 'is not what is expected');
}

function wrong(member: string, why: string): never {
  throw new MinistryError('MN-005', `${member === '' ? 'the whole' : `member ${member}`}: ${why}`);
}
