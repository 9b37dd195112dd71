import { createGitHub } from '../../src/clients/github.ts';
import { Secret } from '../../src/secrets.ts';

/** Asks GitHub once, as the action would, with the address and the proxy that the environment names. */
const github = createGitHub({
  token: new Secret(process.env['TEST_TOKEN'] ?? ''),
  apiUrl: process.env['GITHUB_API_URL'] ?? '',
  repository: 'example/app',
  signal: new AbortController().signal,
  attempts: 1,
});

process.stdout.write((await github.resolveCommit('main')) ?? 'nothing');
