import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { commitMatcher, isSameCommit, shortCommit } from '../../src/core/commit.ts';

const full = '4f2a91c08b3d5e6f7a1b2c3d4e5f60718293a4b5';
const sha = fc
  .uint8Array({ minLength: 20, maxLength: 20 })
  .map((bytes) => Buffer.from(bytes).toString('hex'));

describe('isSameCommit', () => {
  it.each([
    ['a commit and itself', full, full],
    ['a full name and 7 digits of it', full, full.slice(0, 7)],
    ['7 digits and the full name', full.slice(0, 7), full],
    ['two abbreviations of different length', full.slice(0, 12), full.slice(0, 8)],
    ['names in different case', full.toUpperCase(), full],
    ['names in different case, the other way round', full, full.slice(0, 9).toUpperCase()],
  ])('matches %s', (_, one, other) => {
    expect(isSameCommit(one, other)).toBe(true);
  });

  it.each([
    ['6 digits, which name nothing', full.slice(0, 6), full],
    ['6 digits on the other side', full, full.slice(0, 6)],
    ['6 digits on both sides', full.slice(0, 6), full.slice(0, 6)],
    ['41 digits', `${full}0`, `${full}0`],
    ['another commit', full, `5${full.slice(1)}`],
    ['a commit that differs in the last digit', full, `${full.slice(0, 39)}6`],
    ['digits from the middle of the name', full, full.slice(1, 9)],
    ['two branches of one name', 'main-branch', 'main-branch'],
    ['a commit with something before it', `v${full.slice(0, 8)}`, `v${full.slice(0, 8)}`],
    ['a commit with a line break after it', `${full}\n`, full],
    ['two empty names', '', ''],
    ['nothing on one side', undefined, full],
    ['nothing on the other side', full, undefined],
    ['nothing at all', undefined, undefined],
  ])('does not match %s', (_, one, other) => {
    expect(isSameCommit(one, other)).toBe(false);
  });

  it('matches every abbreviation of at least 7 digits and none that is shorter, in either order', () => {
    fc.assert(
      fc.property(sha, fc.integer({ min: 0, max: 40 }), (commit, digits) => {
        const short = commit.slice(0, digits);
        expect(isSameCommit(commit, short)).toBe(digits >= 7);
        expect(isSameCommit(short, commit)).toBe(digits >= 7);
      }),
    );
  });

  it('never throws, and says the same in either order', () => {
    fc.assert(
      fc.property(fc.option(fc.string(), { nil: undefined }), fc.string(), (one, other) => {
        expect(isSameCommit(one, other)).toBe(isSameCommit(other, one));
      }),
    );
  });
});

describe('commitMatcher', () => {
  it('says of every commit, also when asked again, whether it is the one', () => {
    const isLive = commitMatcher(full);
    for (const other of [full, full.slice(0, 7), full.slice(0, 6), `5${full.slice(1)}`, undefined, '']) {
      expect(isLive(other)).toBe(isSameCommit(full, other));
      expect(isLive(other)).toBe(isSameCommit(full, other));
    }
  });
});

describe('shortCommit', () => {
  it('gives the first 7 digits', () => {
    expect(shortCommit(full)).toBe('4f2a91c');
  });
});
