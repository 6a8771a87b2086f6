/** A point that everybody who comes to it passes only when so many have come. */
export function meeting(size: number): () => Promise<void> {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  let come = 0;
  return () => {
    come += 1;
    if (come >= size) open();
    return opened;
  };
}
