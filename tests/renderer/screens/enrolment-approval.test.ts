import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeskId, MissionCode } from '../../../app/acts/ids.ts';
import type { EnrolmentRequestView } from '../../../app/desk/enrolment.ts';
import { INITIALS_LIMIT, REQUEST_LIMIT } from '../../../app/enrolment/request.ts';
import {
  type ApprovalForm,
  approvalOf,
  missingIn,
  startOf,
} from '../../../renderer/screens/enrolment/approval.ts';
import { LONGEST_INITIALS } from '../../../renderer/screens/enrolment/ask-screen.tsx';
import { fileNameOf } from '../../../renderer/screens/enrolment/handing-over.tsx';
import { localDay } from '../../../renderer/ui/format.ts';
import { fitsQr, LONGEST_QR_BYTES } from '../../../renderer/ui/qr-code.tsx';
import { qrPath } from '../../../renderer/ui/qr-path.ts';

const LONGEST = '2027-11-20T11:30:00Z';
const TODAY = '2026-11-21';
const request: EnrolmentRequestView = {
  id: 'x',
  desk: 'ML-PAR/A' as DeskId,
  mission: 'ML-PAR' as MissionCode,
  initials: 'NF',
  roles: ['agent', 'head-of-mission'],
  askedAt: '2026-11-21T09:00:00Z',
  fingerprint: '1111 2222 3333 4444 5555 6666 7777 8888',
  mayGive: ['agent', 'cashier'],
  refusal: null,
  longestUntil: LONGEST,
  approvedBefore: false,
};
const whole: ApprovalForm = {
  compared: true,
  surname: 'SPECIMEN ',
  given: ' Awa',
  roles: ['agent'],
  until: '2027-06-01',
};

describe('an approval', () => {
  it('starts with the roles that are wished and may be given, until the approver’s own end, nothing compared', () => {
    expect(startOf(request)).toEqual({
      compared: false,
      surname: '',
      given: '',
      roles: ['agent'],
      until: localDay(LONGEST),
    });
  });

  it('is complete only with the digits compared, a surname, a role and a day within the approver’s own', () => {
    const missing = (change: Partial<ApprovalForm>) => missingIn({ ...whole, ...change }, LONGEST, TODAY);
    expect(missing({})).toBeNull();
    expect(missing({ compared: false })).toBe('compared');
    expect(missing({ surname: '  ' })).toBe('name');
    expect(missing({ given: '' })).toBeNull();
    expect(missing({ roles: [] })).toBe('roles');
    expect(missing({ until: '' })).toBe('until');
    expect(missing({ until: '2027-06' })).toBe('until');
    expect(missing({ until: TODAY })).toBeNull();
    expect(missing({ until: '2026-11-20' })).toBe('until-past');
    expect(missing({ until: localDay(LONGEST) })).toBeNull();
    expect(missing({ until: '2027-11-22' })).toBe('until-late');
  });

  it('lasts to the end of the day that was written, in seconds of UTC, and never past the approver’s end', () => {
    const { name, until } = approvalOf(whole, LONGEST);
    expect(name).toBe('SPECIMEN Awa');
    expect(until).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(localDay(until)).toBe('2027-06-01');
    expect(localDay(Date.parse(until) + 1000)).toBe('2027-06-02');
    expect(approvalOf({ ...whole, until: localDay(LONGEST) }, LONGEST).until).toBe(LONGEST);
    expect(approvalOf({ ...whole, given: '' }, LONGEST).name).toBe('SPECIMEN');
  });
});

it('initials and a request are as long as app/enrolment takes them', () => {
  expect(LONGEST_INITIALS).toBe(INITIALS_LIMIT);
  expect(LONGEST_QR_BYTES).toBe(REQUEST_LIMIT);
});

describe('what is handed over', () => {
  it('has a file name with the desk and the first digits, and no name or initials', () => {
    const handed = { text: 'x', desk: request.desk, fingerprint: request.fingerprint } as const;
    expect(fileNameOf({ ...handed, kind: 'request' })).toBe('guichet-demande-ML-PAR-A-1111.txt');
    expect(fileNameOf({ ...handed, kind: 'answer' })).toBe('guichet-reponse-ML-PAR-A-1111.txt');
  });

  it('is a QR code of at most 125 modules, which fits beside the digits at 3 px a module', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9_.-]{1,1200}$/), (text) => {
        expect(fitsQr(text)).toBe(true);
        expect(qrPath(text, 'L').side).toBeLessThanOrEqual(125);
      }),
      { numRuns: 30 },
    );
    expect(qrPath('z'.repeat(LONGEST_QR_BYTES), 'L').side).toBe(125);
    expect(fitsQr('z'.repeat(LONGEST_QR_BYTES + 1))).toBe(false);
    expect(fitsQr('é'.repeat(LONGEST_QR_BYTES / 2 + 1))).toBe(false);
  });
});
