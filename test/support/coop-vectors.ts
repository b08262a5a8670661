// Vectors of the cooperation of two-point cells: R, C and the output as codes with 12 fraction bits (W 16).
export const coopVectors: readonly (readonly [r: number, c: number, y: number])[] = [
  [2048, 1024, 6656],
  [-2048, 4096, 3072],
  [-4096, 0, 0],
  [8192, 4096, 24576],
  [-12288, 0, 12288],
  [1, 0, 2],
  [-1, 0, 0],
  [0, 1, 1],
  [0, -4096, 0],
  [4096, -8192, 0],
  [-32768, 32767, 24576],
  [5000, -3000, 9441],
];
