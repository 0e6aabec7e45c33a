import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openLog } from '../../../main/crash/log.ts';

const inFolder = (work: (folder: string) => void): void => {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-log-ERIKSSON-'));
  try {
    work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

test('a line is a time, a code and places in the program: no message, no folder, no name', () =>
  inFolder((folder) => {
    const log = openLog(folder, () => Date.UTC(2026, 10, 21, 10, 43));
    const error = Object.assign(new Error('ERIKSSON Anna Maria at /home/ERIKSSON'), { code: 'JRN-001' });
    log.write('MN-005', error);
    log.write('a sentence about ERIKSSON');
    log.write('MN-002', { code: 'ERIKSSON Anna', name: 'ERIKSSON Anna' });
    const text = readFileSync(join(folder, 'desk.log'), 'utf8');
    expect(text).not.toContain('ERIKSSON');
    expect(text).not.toContain('/');
    const [first, second, third] = text.split('\n');
    expect(first).toMatch(/^2026-11-21T10:43:00\.000Z MN-005 JRN-001 test\.ts:\d+:\d+ /);
    expect(second).toBe('2026-11-21T10:43:00.000Z MN-000');
    expect(third).toBe('2026-11-21T10:43:00.000Z MN-002 unknown');
  }));

test('one older file is kept, and a log that cannot be written stops nothing', () =>
  inFolder((folder) => {
    writeFileSync(join(folder, 'desk.log'), 'x'.repeat((1 << 20) + 1));
    openLog(folder, () => 0).write('MN-003');
    expect(readFileSync(join(folder, 'desk.log'), 'utf8')).toBe('1970-01-01T00:00:00.000Z MN-003\n');
    expect(readFileSync(join(folder, 'desk.log.1'), 'utf8')).toHaveLength((1 << 20) + 1);
    writeFileSync(join(folder, 'file'), '');
    expect(() => openLog(join(folder, 'file', 'logs'), () => 0).write('MN-003')).not.toThrow();
  }));
