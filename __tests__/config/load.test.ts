import { describe, expect, it } from 'vitest';

import { revealText, Secret } from '../../src/secrets.ts';
import { doorEnv, load, problemsOf, shelfEnv, shelfWith } from './reading.ts';

const twoProbes = `version: 1
environment: staging
concurrency: 4
probes:
  front:
    kind: door
    owner: { team: Doors, contact: "#doors", runbook: "https://wiki.example/doors/" }
    url: https://door.example/base//
    username: \${DOOR_USER}
    password: "\${DOOR_PASSWORD}"
    timeout: 90s
    attempts: 1
    budget: 500ms
    labels: [ground-floor, 7]
    depends-on: [books]
  books:
    kind: shelf
    url: \${SHELF_URL}
    required: false
    station: 0530
    patient: 0012345
`;

describe('a configuration that is right', () => {
  const config = load(twoProbes, { ...doorEnv, ...shelfEnv });
  const [front, books] = config.probes;

  it('gives the environment, the concurrency and the probes in the order of the file', () => {
    expect(config).toMatchObject({ environment: 'staging', concurrency: 4 });
    expect(config.probes.map(({ name, kind }) => [name, kind.kind])).toEqual([
      ['front', 'door'],
      ['books', 'shelf'],
    ]);
  });

  it('gives the common keys in milliseconds and camelCase', () => {
    expect(front).toMatchObject({
      owner: { team: 'Doors', contact: '#doors', runbook: 'https://wiki.example/doors/' },
      required: true,
      dependsOn: ['books'],
      timeoutMs: 90_000,
      attempts: 1,
      budgetMs: 500,
      labels: ['ground-floor', '7'],
      position: { line: 5, column: 3 },
    });
  });

  it('gives defaults for the keys that are left out', () => {
    expect(books).toMatchObject({ timeoutMs: 60_000, attempts: 3, labels: [], required: false });
    expect(books?.dependsOn).toBeUndefined();
    expect(books?.budgetMs).toBeUndefined();
    expect(load(shelfWith(), shelfEnv)).toMatchObject({ concurrency: 16, probes: [{ required: true }] });
  });

  it('gives the keys of the kind, and none of the common ones, as settings', () => {
    expect(Object.keys(front?.settings ?? {})).toEqual(['url', 'username', 'password']);
    expect(front?.settings?.['url']).toBe('https://door.example/base');
    const { username, password } = front?.settings ?? {};
    expect([username, password].map((value) => (value as Secret).reveal())).toEqual([
      'porter-7',
      'pa55:word/9',
    ]);
  });

  it('keeps what looks like a number but is none to whoever wrote it', () => {
    expect(books?.settings?.['station']).toBe('0530');
    expect((books?.settings?.['patient'] as Secret).reveal()).toBe('0012345');
    const exponent = load(
      shelfWith('station: 657E4', 'labels: [1e3, +1, 0x10, 12345678901234567890, 1.0]'),
      shelfEnv,
    );
    expect(exponent.probes[0]?.settings?.['station']).toBe('657E4');
    expect(exponent.probes[0]?.labels).toEqual(['1e3', '+1', '0x10', '12345678901234567890', '1.0']);
  });

  it('tells the secrets, and of an address the user and the password on their own, as they stand and decoded', () => {
    const revealed = config.secrets.flatMap((secret) => [
      revealText(secret),
      ...(secret instanceof Secret ? secret.revealParts() : []),
    ]);
    expect(revealed).toEqual(
      expect.arrayContaining([
        'porter-7',
        'pa55:word/9',
        shelfEnv.SHELF_URL,
        'reader',
        'a%40b',
        'a@b',
        '0012345',
      ]),
    );
  });

  it('never shows a secret when it is printed or serialised', () => {
    expect(JSON.stringify(config.probes)).not.toMatch(/porter-7|pa55|reader|0012345/u);
  });

  it('takes a byte order mark, Windows line ends and a document start', () => {
    for (const text of [`\uFEFF${twoProbes}`, twoProbes.replaceAll('\n', '\r\n'), `---\n${twoProbes}...\n`]) {
      expect(load(text, { ...doorEnv, ...shelfEnv }).probes).toHaveLength(2);
      const line = text.startsWith('---') ? 13 : 12;
      expect(problemsOf(text.replace('attempts: 1', 'attempts: 0'), { ...doorEnv, ...shelfEnv })).toEqual([
        `gate.yml:${String(line)}:15: probes.front.attempts: expected a whole number from 1 to 10`,
      ]);
    }
  });
});

describe('anchors and merge keys', () => {
  const merged = `version: 1
environment: staging
probes:
  a: &base
    kind: shelf
    url: \${SHELF_URL}
    timeout: 10s
    labels: [x]
  b:
    <<: *base
    timeout: 20s
  c:
    <<: [{ attempts: 1 }, *base]
    attempts: 2
`;

  it('merge a mapping into another one, whose own keys win', () => {
    const { probes } = load(merged, shelfEnv);
    expect(probes.map(({ timeoutMs, attempts, labels }) => [timeoutMs, attempts, labels])).toEqual([
      [10_000, 3, ['x']],
      [20_000, 3, ['x']],
      [10_000, 2, ['x']],
    ]);
  });

  it('give a mistake below an anchor once, at the anchor', () => {
    expect(problemsOf(merged.replace('labels', 'label'), shelfEnv)).toEqual([
      expect.stringMatching(/^gate\.yml:8:5: probes\.a\.label: no such key; did you mean "labels"\? /u),
    ]);
  });

  it('lead to the last anchor of that name before the alias', () => {
    const text = shelfWith('labels: [&l one, *l, &l two, *l]');
    expect(load(text, shelfEnv).probes[0]?.labels).toEqual(['one', 'one', 'two', 'two']);
  });
});

describe('a variable that is missing', () => {
  const text = `version: 1
environment: staging
probes:
  front:
    kind: door
    url: \${DOOR_URL}
    username: \${DOOR_USER}
    password: \${DOOR_PASSWORD}
    owner: { team: "\${TEAM}-\${SUB_TEAM}" }
  a:
    kind: shelf
    url: \${SHELF_URL}
    headers: { authorization: "Bearer \${TOKEN}" }
    timeout: \${LIMIT}
    budget: 2m
`;
  const env = {
    DOOR_USER: 'porter-7',
    DOOR_PASSWORD: '',
    TEAM: 'x',
    SHELF_URL: 'postgres://u:p@h/d?sslmode=require',
  };

  it('is no mistake of the file: the probe names it, with its key, and has no settings', () => {
    const [front, shelf] = load(text, env).probes;
    expect(front?.missing).toEqual([
      { variable: 'DOOR_URL', key: 'url' },
      { variable: 'DOOR_PASSWORD', key: 'password' },
      { variable: 'SUB_TEAM', key: 'owner.team' },
    ]);
    expect(shelf?.missing).toEqual([
      { variable: 'TOKEN', key: 'headers.authorization' },
      { variable: 'LIMIT', key: 'timeout' },
    ]);
    expect([front?.settings, shelf?.settings]).toEqual([undefined, undefined]);
    expect(front?.owner).toBeUndefined();
    expect(shelf).toMatchObject({ timeoutMs: 60_000, required: true });
  });

  it('leaves the secrets that are there to be masked', () => {
    expect(load(text, env).secrets.map(revealText)).toEqual(
      expect.arrayContaining(['porter-7', 'postgres://u:p@h/d?sslmode=require']),
    );
  });

  it('hides no mistake that has nothing to do with it', () => {
    const wrong = text.replace('password:', 'pasword:').replace('budget: 2m', 'attempts: 0');
    expect(problemsOf(wrong, env)).toEqual([
      expect.stringMatching(
        /^gate\.yml:8:5: probes\.front\.pasword: no such key; did you mean "password"\? /u,
      ),
      'gate.yml:15:15: probes.a.attempts: expected a whole number from 1 to 10',
    ]);
  });

  it('is a mistake where no probe can be blamed for it', () => {
    const top = text.replace('staging', '${STAGE}').replace('probes:', 'concurrency: ${MANY}\nprobes:');
    expect(problemsOf(top, env)).toEqual([
      'gate.yml:2:14: environment: the variable STAGE is not set, or empty',
      'gate.yml:3:14: concurrency: the variable MANY is not set, or empty',
    ]);
  });

  it('is looked up as a variable and not as a property of an object', () => {
    expect(load(shelfWith().replace('SHELF_URL', 'constructor'), {}).probes[0]?.missing).toEqual([
      { variable: 'constructor', key: 'url' },
    ]);
  });
});
