import { format, resolveConfig } from 'prettier';

/** The text in the format that `npm run check` wants of the file at this absolute path. */
export async function formatted(path: string, text: string): Promise<string> {
  return format(text, { ...(await resolveConfig(path)), filepath: path });
}
