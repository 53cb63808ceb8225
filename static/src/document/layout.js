/**
 * Works out where cards stand beside their passages. The one in use stands exactly at its passage; the others give
 * way, up or down, and none covers another.
 *
 * items: [{wanted, height}] in pixels from the top of the column, in the order in which they want to stand; held: the
 * index of the one in use, or -1; free: how far down the first may stand. Gives {tops, height}.
 */
const GAP = 10;

export function stack(items, held = -1, free = 0) {
  const tops = new Array(items.length).fill(null);
  if (held >= 0) {
    const above = items.slice(0, held).reduce((sum, { height }) => sum + height + GAP, free);
    tops[held] = Math.max(items[held].wanted, above);
    for (let i = held - 1; i >= 0; i -= 1) tops[i] = Math.min(items[i].wanted, tops[i + 1] - GAP - items[i].height);
  }
  let next = free;
  items.forEach(({ wanted, height }, i) => {
    tops[i] = Math.max(next, tops[i] ?? wanted);
    next = tops[i] + height + GAP;
  });
  return { tops, height: next };
}
