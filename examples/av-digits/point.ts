// The baseline of av-digits: point neurons with ReLU6, equal cells and synapses, the same zero skipping and training.
import { network, weightsOf } from './network.ts';

export { samples } from './heldout.ts';

export default network('av_digits_point', await weightsOf('point.npz'));
