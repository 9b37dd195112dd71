/**
 * A file of the workspace that the configuration names. The loader reads it, before anything is probed,
 * and hands its content to the plan.
 */
export class FileReference {
  /** As written, relative to the root of the repository. */
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }
}
