import { describe, expect, it } from 'vitest';
import { readRecordOf, readShipped } from './shipped.ts';
import { comparable } from './verify.ts';

const shipped = readShipped('two-moons');
const record = readRecordOf('two-moons');
if (shipped === null || record === null) throw new Error('two-moons has no pre-trained network with its record');
const { study } = shipped.notes.fingerprint;

describe('before anything is trained', () => {
  it('a network is compared with its record, or by all steps without one', () => {
    expect(comparable(shipped, record, study, false)).toEqual({ kind: 'record', shipped, record });
    expect(comparable(shipped, null, study, true)).toEqual({ kind: 'network', shipped });
  });

  it('a network without a record, or with that of another one, is not verified', () => {
    expect(comparable(shipped, null, study, false)).toMatchObject({ kind: 'unrecorded' });
    expect(comparable(shipped, { ...record, network: 'another' }, study, false)).toMatchObject({ kind: 'unrecorded' });
    expect(comparable(null, record, study, true)).toMatchObject({ kind: 'unrecorded' });
  });

  it('a network of another study is not equal, however it is compared', () => {
    for (const whole of [false, true]) {
      expect(comparable(shipped, record, 'another', whole)).toMatchObject({ kind: 'unequal' });
    }
  });
});
