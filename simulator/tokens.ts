import { randomBytes } from 'node:crypto';

/** The bearer tokens that one service gave out. */
export interface TokenStore<Facts> {
  /** A new token in the form of a JWT, and what it stands for. */
  issue(facts: Facts): string;
  /** What the token of an Authorization header stands for; nothing when it is none of ours. */
  factsOf(authorization: string | undefined): Facts | undefined;
  /** Every token ever given out: none of them may be seen in an output. */
  all(): readonly string[];
}

export function createTokenStore<Facts>(): TokenStore<Facts> {
  const issued = new Map<string, Facts>();
  return {
    issue(facts) {
      const part = (bytes: number) => randomBytes(bytes).toString('base64url');
      const token = `${part(15)}.${part(30)}.${part(32)}`;
      issued.set(token, facts);
      return token;
    },
    factsOf(authorization) {
      return authorization?.startsWith('Bearer ') ? issued.get(authorization.slice(7)) : undefined;
    },
    all: () => [...issued.keys()],
  };
}
