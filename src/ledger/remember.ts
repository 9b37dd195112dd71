import type { GitHub } from '../clients/github.ts';

type Git = Pick<GitHub, 'headOf' | 'filesOf' | 'readTree' | 'readBlob'>;

/** The same client, that asks for each object of git once. */
export type Remember = <G extends Git>(git: G) => G;

/**
 * What the id of a tree or a blob names never changes, so one run asks for it once, however often it looks and whoever
 * of its clients asks: only where the branch stands is asked anew. A job's token has a thousand requests an hour.
 */
export function rememberObjects(): Remember {
  const trees = new Map<string, ReturnType<Git['filesOf']>>();
  const blobs = new Map<string, ReturnType<Git['readBlob']>>();
  return (git) => {
    const filesOf = once(git.filesOf, trees);
    return {
      ...git,
      filesOf,
      readBlob: once(git.readBlob, blobs),
      readTree: async (branch) => {
        const head = await git.headOf(branch);
        return head === undefined ? undefined : filesOf(head.tree);
      },
    };
  };
}

/** Asks for each id once; what could not be had is asked for again. */
export function once<T>(
  ask: (id: string) => Promise<T>,
  known = new Map<string, Promise<T>>(),
): (id: string) => Promise<T> {
  return (id) => {
    const found = known.get(id);
    if (found !== undefined) return found;
    const asking = ask(id).catch((error: unknown) => {
      known.delete(id);
      throw error;
    });
    known.set(id, asking);
    return asking;
  };
}
