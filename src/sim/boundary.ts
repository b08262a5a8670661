// Streams with a broken frame: the boundary of a design must raise its sticky error for each of them.
import type { Manifest } from '../ir/index.ts';
import type { Beats, Stimulus } from './types.ts';

/** A stimulus with one wrong flag. */
export interface Broken {
  /** What is wrong, for a message. */
  readonly what: string;
  readonly stimulus: Stimulus;
}

/** For every input: `last`, `eos` and `keep` inverted on the first beat and on the last beat of the first sample. */
export function brokenStreams(manifest: Manifest, stimulus: Stimulus): Broken[] {
  return manifest.inputs.flatMap((stream, index) => {
    const beats = stimulus.inputs[index]!;
    const final = beats.eos.indexOf(1);
    const flags = ['last', 'eos', 'keep'] as const;
    return [...new Set([0, final])].flatMap((beat) =>
      flags.map((flag) => ({
        what: `${flag} of beat ${beat} of ${stream.name}`,
        stimulus: withInput(stimulus, index, flip(beats, flag, beat)),
      })),
    );
  });
}

function flip(beats: Beats, flag: 'last' | 'eos' | 'keep', beat: number): Beats {
  const copy = flag === 'keep' ? beats.keep.slice() : beats[flag].slice();
  copy[flag === 'keep' ? beat * beats.keepWords : beat]! ^= 1;
  return { ...beats, [flag]: copy };
}

/** The stimulus with one input replaced; no output is awaited, since the units behind the error are out of step. */
function withInput(stimulus: Stimulus, index: number, beats: Beats): Stimulus {
  const inputs = stimulus.inputs.map((own, i) => (i === index ? beats : own));
  const { expected: _expected, ...rest } = stimulus;
  return { ...rest, inputs };
}
