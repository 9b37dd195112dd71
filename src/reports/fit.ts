/** How much of a text GitHub takes is measured in bytes of UTF-8. */
export function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** The blocks that fit together, in their order; one that is too large gives way to those after it. */
export function fitting(
  blocks: readonly string[],
  roomBytes: number,
  separatorBytes: number,
): readonly string[] {
  let left = roomBytes;
  return blocks.filter((block) => {
    const size = bytesOf(block) + separatorBytes;
    if (size > left) return false;
    left -= size;
    return true;
  });
}
