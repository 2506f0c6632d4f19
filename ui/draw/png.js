// PNG files of 16 greys: a quarter of what a browser's own `toDataURL` makes of the same picture.
// Source: Portable Network Graphics Specification (Third Edition), W3C 2023.

const SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10];
const GREY = 0;
const DEPTH = 4; // bits

const CRC = Uint32Array.from({ length: 256 }, (_, value) => {
  let crc = value;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  return crc;
});

/** Whether this browser can make them. */
export const canEncode = typeof CompressionStream === "function";

/** The file's bytes of a grey picture: `pixels` are `side` rows of `side` bytes; `side` is even. */
export async function encodePng(pixels, side) {
  const width = side / 2;
  const rows = new Uint8Array(side * (width + 1)); // a row begins with its filter: none
  for (let index = 0; index < pixels.length; index += 2) {
    const row = Math.floor(index / side);
    rows[index / 2 + row + 1] = (to16(pixels[index]) << 4) | to16(pixels[index + 1]);
  }
  const header = new Uint8Array(13);
  new DataView(header.buffer).setUint32(0, side);
  new DataView(header.buffer).setUint32(4, side);
  header.set([DEPTH, GREY], 8);
  return concatenate([SIGNATURE, chunk("IHDR", header), chunk("IDAT", await deflate(rows)), chunk("IEND", [])]);
}

const to16 = (grey) => Math.round((grey * 15) / 255);

/** Reads the stream itself: `new Response(readable)` answers after the page's next frame. */
async function deflate(bytes) {
  const { writable, readable } = new CompressionStream("deflate");
  const writer = writable.getWriter();
  writer.write(bytes);
  writer.close();
  const reader = readable.getReader();
  const parts = [];
  for (let part = await reader.read(); !part.done; part = await reader.read()) parts.push(part.value);
  return concatenate(parts);
}

function chunk(name, content) {
  const body = concatenate([Array.from(name, (char) => char.charCodeAt(0)), content]);
  const crc = ~body.reduce((before, byte) => CRC[(before ^ byte) & 0xff] ^ (before >>> 8), ~0);
  return concatenate([bigEndian(content.length), body, bigEndian(crc)]);
}

function bigEndian(number) {
  return [number >>> 24, (number >>> 16) & 0xff, (number >>> 8) & 0xff, number & 0xff];
}

function concatenate(parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let end = 0;
  for (const part of parts) {
    whole.set(part, end);
    end += part.length;
  }
  return whole;
}
