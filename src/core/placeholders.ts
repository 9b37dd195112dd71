/** `{{name}}`, which stands for a variable of a plan or for what an earlier step captured. */
export const placeholder = /\{\{\s*([A-Za-z_][\w-]*)\s*\}\}/gu;

/** The names that a text refers to, in order. */
export function placeholderNames(text: string): readonly string[] {
  return [...text.matchAll(placeholder)].map(([, name = '']) => name);
}
