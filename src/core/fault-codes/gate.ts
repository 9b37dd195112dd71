import { facts, type FaultCodeFacts } from './facts.ts';

/** Ourselves: no evidence that staging is broken. */
export const gateFaults = {
  CREDENTIAL_REFUSED: facts(
    'unknown',
    ['independent'],
    'The credential that the gate uses was refused: it expired, was rotated or lacks a right.',
    "Renew the credential in the repository's secrets.",
  ),
  KEY_UNUSABLE: facts(
    'unknown',
    ['independent'],
    'The signing key that the gate was given cannot be used.',
    'Store the private key in PEM form (RSA, 2,048 bits or more) in the secret.',
  ),
  SECRET_MISSING: facts(
    'unknown',
    ['independent'],
    'A variable that the configuration names is missing or empty; pull requests from forks never get secrets.',
    'Set the secret and pass it to the step in `env:`.',
  ),
  RUNNER_OFFLINE: facts(
    'unknown',
    ['independent'],
    "No probe reached anything, so the runner's own network is the likely reason; hosted runners cannot reach hosts inside the VA network.",
    'Use a self-hosted runner inside the VA network (`runs-on`), or check its proxy and DNS.',
  ),
  NOT_RUN: facts(
    'unknown',
    [],
    'An earlier step failed, so this one had nothing to go on.',
    'Mend the earlier step first.',
  ),
  DEADLINE: facts(
    'unknown',
    ['independent'],
    "The gate's own deadline ended the run before this check was done.",
    'Raise the `deadline` input, or find the probe that takes so long.',
  ),
  CANCELLED: facts(
    'unknown',
    ['independent'],
    'The run was cancelled before this check was done.',
    'Run the gate again.',
  ),
  INTERNAL: facts(
    'unknown',
    ['independent'],
    'The gate itself failed: a bug of ours, not of staging.',
    "Report it to the gate's maintainers with the run's link.",
  ),
} as const satisfies Record<string, FaultCodeFacts>;
