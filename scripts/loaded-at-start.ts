import type { Plugin } from 'rolldown';

/** Finds out which modules every run of an entry loads: those that it imports without asking. */
export function loadedAtStart(entry: string): {
  readonly plugin: Plugin;
  readonly has: (id: string) => boolean;
} {
  const found = new Set<string>();
  return {
    has: (id) => found.has(id),
    plugin: {
      name: 'loaded-at-start',
      buildEnd() {
        found.clear();
        const open = [...this.getModuleIds()].filter((id) => id.replaceAll('\\', '/').endsWith(`/${entry}`));
        for (let id = open.pop(); id !== undefined; id = open.pop()) {
          if (found.has(id)) continue;
          found.add(id);
          open.push(...(this.getModuleInfo(id)?.importedIds ?? []));
        }
      },
    },
  };
}
