// The 1,000 held-out samples: sample i at noise level i % 3 for the main verification, or any level on request.
import type { Sample, Tensor } from '../../src/index.ts';
import { weightsOf } from './network.ts';

/** Steps of a sample and codes of a step. */
const shape = { audio: [4, 64], video: [4, 36] } as const;

/** Noise levels of the file, in dB. */
export const levels = [-6, 0, 6] as const;

/** Which input of which sample to use; both senses by default. */
export interface Selection {
  /** Index of the noise level for a sample; sample % 3 by default. */
  readonly level?: (sample: number) => number;
  /** Sample whose sound, and whose picture, takes this one's place; undefined silences the sense. */
  readonly audio?: (sample: number) => number | undefined;
  readonly video?: (sample: number) => number | undefined;
}

/** Arrays of heldout.npz: audio, video, labels, incongruent, shuffled. */
export const heldout = await weightsOf('heldout.npz');

/** The held-out samples as inputs of the graph. */
export function samples({ level = (i) => i % 3, audio = (i) => i, video = (i) => i }: Selection = {}): Sample[] {
  const count = heldout.labels!.data.length;
  return Array.from({ length: count }, (_, i) => ({
    audio: cut(heldout.audio!, 'audio', level(i), audio(i)),
    video: cut(heldout.video!, 'video', level(i), video(i)),
  }));
}

/** The tensors of one sense of one sample, a step each. */
function cut(all: Tensor, sense: 'audio' | 'video', level: number, sample: number | undefined): Tensor[] {
  const [steps, codes] = shape[sense];
  const count = all.shape[1]!;
  return Array.from({ length: steps }, (_, step) => {
    if (sample === undefined) return { shape: [codes], data: new Int32Array(codes) };
    const start = ((level * count + sample) * steps + step) * codes;
    return { shape: [codes], data: all.data.slice(start, start + codes) };
  });
}
