// av-digits: a spoken digit and its picture, recognised by two-point cells with proximal, distal and universal context.
import { network, weightsOf } from './network.ts';

export { samples } from './heldout.ts';

export default network('av_digits', await weightsOf('two-point.npz'));
