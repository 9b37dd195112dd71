/** A package that a bundled module comes from. */
export interface BundledPackage {
  readonly name: string;
  /** Its folder, with `/` on every system. */
  readonly folder: string;
}

/** The package that a module of the bundle belongs to; nothing for our own modules and virtual ones. */
export function packageOf(moduleId: string): BundledPackage | undefined {
  const match = /^(.*\/node_modules\/((?:@[^/]+\/)?[^/]+))\//u.exec(moduleId.replaceAll('\\', '/'));
  const [, folder, name] = match ?? [];
  return folder === undefined || name === undefined ? undefined : { name, folder };
}
