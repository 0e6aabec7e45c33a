import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BlobId } from '../../../../app/acts/ids.ts';
import type { DossierView } from '../../../../app/desk/dossier-view.ts';
import {
  checksOf,
  decisionBasis,
  NO_WORK,
  obstacles,
  type ReviewWork,
  requiredFiles,
} from '../../../../renderer/screens/central/review/readiness.ts';
import { NO_REFUSAL, refusalProblems } from '../../../../renderer/screens/central/review/refusal.ts';
import { centralSpecimen } from '../../../../renderer/screens/central/specimen/central-desk.ts';
import { complementProblems, lineOf } from './lines.ts';

const NOW = Date.parse('2026-11-21T10:43:00+01:00');
const context = { today: '2026-11-21', mission: 'ML-PAR' };
const ME = 'RM';

async function specimen(index = 0): Promise<DossierView> {
  const { desk, rows } = centralSpecimen({ now: () => NOW });
  const row = rows()[index];
  if (!row) throw new Error('no specimen');
  return desk.dossier(row.id);
}
const allTicked = (view: DossierView): ReviewWork['marks'] =>
  Object.fromEntries(checksOf(view, context).map(({ code }) => [code, { ticked: true, remark: '' }]));
const seen = (view: DossierView, blobs: readonly BlobId[]): ReviewWork => ({
  ...NO_WORK,
  displayed: new Set(blobs),
  marks: allTicked(view),
});
const left = (view: DossierView, work: ReviewWork) =>
  obstacles({ view, work, context, me: ME, now: NOW }, 'approved').map(({ kind }) => kind);

describe('an approval', () => {
  it('is possible exactly when every required file was displayed, whatever else was', async () => {
    const view = await specimen();
    const all = view.documents.map(({ blob }) => blob);
    const required = requiredFiles(view, context).map(({ blob }) => blob);
    expect(required.length).toBeGreaterThan(1);
    expect(required.length).toBeLessThan(all.length);
    fc.assert(
      fc.property(fc.subarray(all), (displayed) => {
        const complete = required.every((blob) => displayed.includes(blob));
        expect(left(view, seen(view, displayed))).toEqual(complete ? [] : ['not-displayed']);
      }),
    );
  });

  it('says which files are left', async () => {
    const view = await specimen();
    const [first, ...rest] = requiredFiles(view, context);
    const found = obstacles(
      { view, work: seen(view, [first?.blob as BlobId]), context, me: ME, now: NOW },
      'approved',
    );
    expect(found).toEqual([{ kind: 'not-displayed', documents: rest }]);
  });

  it('waits for a required file that is on its way, even if it is said to be displayed elsewhere', async () => {
    const view = await specimen(4);
    const here = view.documents.filter((one) => one.here).map(({ blob }) => blob);
    expect(left(view, seen(view, here))).toEqual(['on-its-way']);
  });

  it('waits for a required document that nobody provided', async () => {
    const view = await specimen();
    const without = { ...view, documents: view.documents.filter(({ document }) => document !== 'passport') };
    expect(
      left(
        without,
        seen(
          without,
          without.documents.map(({ blob }) => blob),
        ),
      ),
    ).toEqual(['not-provided']);
  });

  it('wants each check ticked, or marked with a remark that says something', async () => {
    const view = await specimen();
    const work = seen(
      view,
      view.documents.map(({ blob }) => blob),
    );
    const mark = (remark: string) => ({ ...work, marks: { ...work.marks, name: { ticked: false, remark } } });
    expect(left(view, mark(''))).toEqual(['checks']);
    expect(left(view, mark('  '))).toEqual(['checks']);
    expect(left(view, mark('Nom d’usage sur le billet'))).toEqual([]);
  });

  it('is not for the officer who lodged the file, nor for a file that another holds', async () => {
    const view = await specimen();
    const work = seen(
      view,
      view.documents.map(({ blob }) => blob),
    );
    expect(left({ ...view, lodgedByMe: true }, work)).toEqual(['lodged-by-me']);
    expect(left({ ...view, allowed: [] }, work)).toEqual(['not-allowed']);
    const held = (until: string) => ({
      ...view,
      row: { ...view.row, assignee: { subject: 'AS', name: 'A. SPECIMEN', until } },
    });
    expect(left(held('2026-11-21T10:50:00+01:00'), work)).toEqual(['taken']);
    expect(left(held('2026-11-21T10:40:00+01:00'), work)).toEqual([]);
  });

  it('carries what was displayed and how each check was answered', async () => {
    const view = await specimen();
    const [first] = view.documents;
    const work: ReviewWork = {
      ...NO_WORK,
      displayed: new Set([first?.blob as BlobId]),
      marks: { name: { ticked: true, remark: ' Ordre différent ' } },
    };
    const basis = decisionBasis(view, work, context);
    expect(basis.displayed).toEqual([first?.blob]);
    expect(basis.checks[0]).toEqual({ code: 'name', ticked: true, remark: 'Ordre différent' });
    expect(basis.checks.slice(1).every(({ ticked }) => !ticked)).toBe(true);
    expect(basis.checks).toHaveLength(5);
  });
});

describe('a refusal', () => {
  it('needs a ground, words for the applicant and a way of appeal', () => {
    const whole = { grounds: ['purpose-not-shown'], explanation: 'Aucune invitation.', appeal: null };
    expect(refusalProblems(NO_REFUSAL, 'Recours.')).toEqual(['grounds', 'explanation']);
    expect(refusalProblems({ ...whole, grounds: [] }, 'Recours.')).toEqual(['grounds']);
    expect(refusalProblems({ ...whole, appeal: ' ' }, 'Recours.')).toEqual(['appeal']);
    expect(refusalProblems(whole, '')).toEqual(['appeal']);
    expect(refusalProblems(whole, 'Recours.')).toEqual([]);
  });
});

describe('a request', () => {
  it('names for each line what, why, what would do, and a day to come', () => {
    expect(complementProblems([lineOf({})])).toEqual([]);
    expect(complementProblems([lineOf({ why: ' ' })])).toEqual([{ line: 'i1', part: 'why', kind: 'empty' }]);
    expect(complementProblems([lineOf({ dueBy: '2026-11-20' })])).toEqual([
      { line: 'i1', part: 'dueBy', kind: 'past' },
    ]);
    expect(complementProblems([lineOf({ dueBy: '2026-12' })])).toEqual([
      { line: 'i1', part: 'dueBy', kind: 'past' },
    ]);
  });
});
