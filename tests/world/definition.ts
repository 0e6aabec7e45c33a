/** Small service definitions for tests of the core: what matters here is who lodges, decides and countersigns. */
import type { ServiceDefinition } from '../../app/catalogue/definition.ts';

const texts = (text: string) => ({ fr: text, en: text, ar: text });
const figures = { trips: null, documents: null, minutes: null, pages: null };

export function specimenDefinition(code: string, decision: ServiceDefinition['decision']): ServiceDefinition {
  return {
    v: 1,
    code,
    class: 'visas',
    version: 1,
    title: texts(code),
    summary: texts(code),
    country: 'ML',
    audience: 'citizen',
    maturity: 3,
    lodge: { roles: ['agent'] },
    decision,
    person: { surname: 'surname' },
    pages: [
      {
        code: 'person',
        title: texts('Person'),
        fields: [{ code: 'surname', type: 'text', label: texts('Surname'), span: 6 }],
      },
    ] as unknown as ServiceDefinition['pages'],
    rules: [],
    documents: [],
    checks: [{ code: 'identity', text: texts('Identity') }],
    grounds: [
      { code: 'incomplete', text: texts('Incomplete'), toBeConfirmed: true },
    ] as unknown as ServiceDefinition['grounds'],
    appeal: { text: texts('Appeal'), toBeConfirmed: true } as unknown as ServiceDefinition['appeal'],
    fees: [],
    delays: [{ code: 'usual', days: 10, count: 'working', basis: 'target', toBeConfirmed: true }],
    instrument: {
      code: 'paper',
      title: texts('Paper'),
      validity: { text: texts('1 year') },
      numbers: 'paper',
    } as unknown as ServiceDefinition['instrument'],
    legalBasis: [],
    retention: { years: null, toBeConfirmed: true } as unknown as ServiceDefinition['retention'],
    simplification: {
      before: figures,
      after: figures,
      toBeConfirmed: true,
    } as unknown as ServiceDefinition['simplification'],
  };
}

export const BY_CENTRE = specimenDefinition('ml-by-centre', { by: 'centre', roles: ['reviewer'] });
export const BY_MISSION = specimenDefinition('ml-by-mission', { by: 'mission', roles: ['head-of-mission'] });
export const TWO_SIGNATURES = specimenDefinition('ml-two-signatures', {
  by: 'centre',
  roles: ['reviewer'],
  countersign: { roles: ['supervisor'], distinct: true },
});
export const SPECIMEN_DEFINITIONS = [BY_CENTRE, BY_MISSION, TWO_SIGNATURES];
