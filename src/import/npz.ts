// Reads and writes .npz archives: tensors by name.
import { readFile } from 'node:fs/promises';
import { type Unzipped, unzipSync, zipSync } from 'fflate';
import { DendraError, nearest, type Tensor } from '../ir/index.ts';
import { type ArrayPlace, readNpy, writeNpy } from './npy.ts';

/** The tensors of an archive; with `only`, just that one is read. */
export function readNpz(bytes: Uint8Array, place: ArrayPlace = {}, only?: string): Record<string, Tensor> {
  const names: string[] = [];
  let files: Unzipped;
  try {
    files = unzipSync(bytes, {
      filter: ({ name }) => {
        names.push(name.replace(/\.npy$/, ''));
        return only === undefined || name === `${only}.npy`;
      },
    });
  } catch (error) {
    throw new DendraError(`the file must be a whole .npz archive, not damaged: ${(error as Error).message}`, {
      file: place.file,
      rule: 'npz-archive',
      hint: 'write it again with numpy.savez',
    });
  }
  if (only !== undefined && files[`${only}.npy`] === undefined) {
    const near = nearest(only, names);
    throw new DendraError(`array must be one of the archive, not "${only}"`, {
      file: place.file,
      rule: 'npz-array',
      hint: near === undefined ? `use one of ${names.join(', ')}` : `did you mean "${near}"?`,
    });
  }
  const tensors = Object.entries(files).map(([path, data]): [string, Tensor] => {
    const array = path.replace(/\.npy$/, '');
    return [array, readNpy(data, { ...place, array })];
  });
  return Object.fromEntries(tensors);
}

/** An archive of tensors; equal tensors give equal bytes. */
export function writeNpz(tensors: Readonly<Record<string, Tensor>>): Uint8Array {
  const files = Object.entries(tensors).map(([name, value]) => [`${name}.npy`, writeNpy(value)]);
  // A fixed date: the first that the format can hold.
  return zipSync(Object.fromEntries(files), { mtime: new Date(1980, 0, 1), level: 6 });
}

/** The tensors of an .npz file on disk, or of a single .npy file under the name `array`. */
export async function loadNpz(path: string, only?: string): Promise<Record<string, Tensor>> {
  const bytes = await readInput(path);
  if (path.endsWith('.npy')) return { array: readNpy(bytes, { file: path }) };
  return readNpz(bytes, { file: path }, only);
}

/** A file's bytes; a missing file is an error of the input. */
export async function readInput(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const given = code === 'ENOENT' ? 'missing' : code === 'EISDIR' ? 'a folder' : (error as Error).message;
    throw new DendraError(`the file must be readable, not ${given}`, { file: path, rule: 'file-readable' });
  }
}
