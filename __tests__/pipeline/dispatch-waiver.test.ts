import { describe, expect, it } from 'vitest';

import { GitHubError } from '../../src/clients/github-error.ts';
import type { Permission } from '../../src/clients/github-commits.ts';
import type { LoadedConfig, WaivePermission } from '../../src/config/load.ts';
import { ConfigError, FaultError } from '../../src/errors.ts';
import { checkWaivedNames, findDispatchWaiver, rememberWaiver } from '../../src/pipeline/dispatch-waiver.ts';

const commit = 'a'.repeat(40);
const asked = {
  waive: ['cdw', 'evidence'],
  waiveReason: 'INC-4711',
  eventName: 'workflow_dispatch',
  triggeringActor: 'captain',
};

function githubOf(permission: Permission | Error) {
  const users: string[] = [];
  return {
    users,
    permissionOf: (user: string) => {
      users.push(user);
      return permission instanceof Error ? Promise.reject(permission) : Promise.resolve(permission);
    },
  };
}

function find(
  permission: Permission | Error,
  {
    changes = {},
    wanted = 'maintain',
  }: { readonly changes?: object; readonly wanted?: WaivePermission } = {},
) {
  const terms = { candidate: commit, permission: wanted };
  return findDispatchWaiver({ ...asked, ...changes }, terms, githubOf(permission));
}

describe('a waiver on a dispatch', () => {
  it('is granted for the candidate to who has the permission', async () => {
    expect(await find('maintain')).toEqual({
      waiver: {
        source: 'dispatch',
        probes: ['cdw', 'evidence'],
        reason: 'INC-4711',
        candidate: commit,
        actor: 'captain',
      },
    });
  });

  it('is nothing when nobody asked, and nobody is looked up', async () => {
    const github = githubOf('admin');
    const terms = { candidate: commit, permission: 'maintain' } as const;
    expect(await findDispatchWaiver({ ...asked, waive: [] }, terms, github)).toBeUndefined();
    expect(github.users).toEqual([]);
  });

  it('is refused while nobody knows the commit that it would be bound to, and nobody is looked up', async () => {
    const github = githubOf('admin');
    for (const candidate of ['main', 'v1.2.3', 'a'.repeat(7)]) {
      const found = await findDispatchWaiver(asked, { candidate, permission: 'maintain' }, github);
      expect(found?.refusal).toBe(
        'nobody knows which commit is to be deployed, and a waiver is given for one commit',
      );
    }
    expect(github.users).toEqual([]);
  });

  const ladder: readonly Permission[] = ['none', 'read', 'triage', 'write', 'maintain', 'admin'];
  const rungs = (['read', 'triage', 'write', 'maintain', 'admin'] as const).flatMap((wanted) =>
    ladder.map((has) => [has, wanted, ladder.indexOf(has) >= ladder.indexOf(wanted)] as const),
  );
  it.each(rungs)('with %s where %s is needed is granted: %s', async (has, wanted, granted) => {
    const found = await find(has, { wanted });
    expect(found?.waiver !== undefined).toBe(granted);
    if (!granted)
      expect(found?.refusal).toBe(
        `captain has the permission ${has}; waiving takes ${wanted} or more (\`waive-permission\`)`,
      );
  });

  it.each([
    ['another event', { eventName: 'push' }, 'started by workflow_dispatch'],
    ['no event', { eventName: undefined }, 'started by workflow_dispatch'],
    ['nobody', { triggeringActor: undefined }, 'does not say who started'],
  ])('is refused for %s', async (_, changes, refusal) => {
    const found = await find('admin', { changes });
    expect(found?.waiver).toBeUndefined();
    expect(found?.refusal).toContain(refusal);
  });

  it('is refused without a token', async () => {
    const found = await findDispatchWaiver(asked, { candidate: commit, permission: 'maintain' }, undefined);
    expect(found?.refusal).toBe('the permission of captain cannot be looked up: `github-token` is not given');
  });

  it('is refused in our own words when GitHub cannot be asked', async () => {
    const found = await find(new GitHubError({ reason: 'forbidden', needs: 'metadata: read', status: 403 }));
    expect(found?.refusal).toBe(
      'the permission of captain could not be looked up: GitHub forbids it (status 403); the token needs `metadata: read`',
    );
    const late = new FaultError({ code: 'DEADLINE', expected: 'in time', observed: 'late' });
    expect((await find(late))?.refusal).toBe('the permission of captain could not be looked up: DEADLINE');
  });

  it('leaves a bug to be one', async () => {
    await expect(find(new TypeError('a bug'))).rejects.toThrow('a bug');
  });
});

describe('a waiver over several looks', () => {
  const other = 'b'.repeat(40);

  it('stays bound to the commit that it was granted for, and is looked up once', async () => {
    const github = githubOf('admin');
    const waiverFor = rememberWaiver(asked, 'maintain', github);
    const first = await waiverFor(commit);
    expect(await waiverFor(other)).toEqual(first);
    expect(first?.waiver?.candidate).toBe(commit);
    expect(github.users).toEqual(['captain']);
  });

  it('is asked for again after a refusal', async () => {
    const answers: Permission[] = ['none', 'admin'];
    const waiverFor = rememberWaiver(asked, 'maintain', {
      permissionOf: () => Promise.resolve(answers.shift() ?? 'none'),
    });
    expect((await waiverFor(commit))?.waiver).toBeUndefined();
    expect((await waiverFor(other))?.waiver?.candidate).toBe(other);
  });

  it('is nothing when nobody asked', async () => {
    expect(await rememberWaiver({ ...asked, waive: [] }, 'maintain', undefined)(commit)).toBeUndefined();
  });
});

describe('the names in a waiver', () => {
  const config = { probes: [{ name: 'cdw' }, { name: 'chip' }] } as unknown as LoadedConfig;

  it('are probes, or evidence', () => {
    expect(() => {
      checkWaivedNames(config, ['cdw', 'evidence']);
    }).not.toThrow();
  });

  it('are all told that do not exist', () => {
    const check = () => {
      checkWaivedNames(config, ['cwd', 'chip', 'evidnce']);
    };
    expect(check).toThrow(ConfigError);
    expect(check).toThrow(/there is no probe "cwd"\. Probes: cdw, chip, evidence/u);
    expect(check).toThrow(/there is no probe "evidnce"; did you mean "evidence"\?/u);
  });
});
