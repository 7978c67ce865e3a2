// Draws small grey images, one file each, named by what is on them: node draw.mjs --images 240 --seed 7 --out FOLDER
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

const { values: given } = parseArgs({ options: { images: { type: "string" }, seed: { type: "string" }, out: { type: "string" } } });
const side = 12;
const random = mulberry32(Number(given.seed));
const between = (low, high) => low + random() * (high - low);

/** How far a pixel is from the outline of each shape, in pixels: `x` and `y` are seen from the shape's middle. */
const shapes = {
  circle: ({ x, y, size }) => Math.abs(Math.hypot(x, y) - size),
  cross: ({ x, y, size }) => (Math.max(Math.abs(x), Math.abs(y)) > size ? side : Math.min(Math.abs(x), Math.abs(y))),
  triangle: ({ x, y, size }) =>
    Math.abs(y) > size ? side : Math.min(Math.abs(y - size) + Math.max(0, Math.abs(x) - size), Math.abs(Math.abs(x) - (y + size) / 2)),
};

mkdirSync(given.out, { recursive: true });
const names = Object.keys(shapes);
for (let image = 0; image < Number(given.images); image += 1) {
  const name = names[image % names.length];
  const file = `${name}-${String(image).padStart(4, "0")}.pgm`;
  writeFileSync(join(given.out, file), pgm(draw(shapes[name])));
}

function draw(distance) {
  const [middleX, middleY, size] = [between(4.5, 6.5), between(4.5, 6.5), between(3, 4.5)];
  return Array.from({ length: side * side }, (_, pixel) => {
    const [x, y] = [(pixel % side) - middleX, Math.floor(pixel / side) - middleY];
    const ink = Math.max(0, 1 - distance({ x, y, size }) / 1.2) * 200;
    return Math.min(255, Math.round(ink + between(0, 50)));
  });
}

/** A portable grey map in text: most viewers open it. */
function pgm(pixels) {
  const rows = Array.from({ length: side }, (_, row) => pixels.slice(row * side, (row + 1) * side).join(" "));
  return `P2\n${side} ${side}\n255\n${rows.join("\n")}\n`;
}

/** A small generator of numbers between 0 and 1: the same seed draws the same images everywhere. */
function mulberry32(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
