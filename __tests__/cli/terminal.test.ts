import { describe, expect, it } from 'vitest';

import { isLive, takesColour } from '../../src/cli/terminal.ts';

const terminal = { isTTY: true, write: () => true };
const pipe = { write: () => true };

describe('an output', () => {
  it.each([
    ['a terminal', terminal, {}, true],
    ['a pipe', pipe, {}, false],
    ['a dumb terminal', terminal, { TERM: 'dumb' }, false],
    ['a terminal with NO_COLOR', terminal, { NO_COLOR: '1' }, false],
    ['a terminal with an empty NO_COLOR', terminal, { NO_COLOR: '' }, true],
    ['a pipe with FORCE_COLOR', pipe, { FORCE_COLOR: '1' }, true],
    ['a pipe with an empty FORCE_COLOR', pipe, { FORCE_COLOR: '' }, false],
    ['a terminal with FORCE_COLOR=0', terminal, { FORCE_COLOR: '0' }, false],
    ['a pipe with both', pipe, { FORCE_COLOR: '1', NO_COLOR: '1' }, false],
    ['a terminal in CI', terminal, { CI: 'true' }, true],
  ])('that is %s takes colours: %o %o → %s', (_, output, env, expected) => {
    expect(takesColour(output, env)).toBe(expected);
  });

  it.each([
    ['a terminal', terminal, {}, true],
    ['a pipe', pipe, {}, false],
    ['a pipe with FORCE_COLOR', pipe, { FORCE_COLOR: '1' }, false],
    ['a dumb terminal', terminal, { TERM: 'dumb' }, false],
    ['a terminal in CI', terminal, { CI: 'true' }, false],
    ['a terminal with CI=false', terminal, { CI: 'false' }, true],
  ])('that is %s is drawn over: %o %o → %s', (_, output, env, expected) => {
    expect(isLive(output, env)).toBe(expected);
  });
});
