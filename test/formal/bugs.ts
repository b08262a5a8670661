// Seeded bugs: each is an edit of emitted text for which a path from reset must be found that breaks an assertion, or
// a forbidden combinational path.
import { creditFifo, skid } from './proofs/buffers.ts';
import { converter } from './proofs/converter.ts';
import { csr } from './proofs/csr.ts';
import { fifo, fork, join } from './proofs/streams.ts';
import type { Bug, Proof } from './system.ts';

type Edit = readonly [name: string, from: string, to: string];

function seeds(proof: Proof, edits: readonly Edit[], module = proof.dut): { proof: Proof; bug: Bug }[] {
  return edits.map(([name, from, to]) => ({ proof, bug: { name, module, from, to } }));
}

/** All bugs, each with a proof of its module. */
export const bugs: readonly { proof: Proof; bug: Bug }[] = [
  ...seeds(creditFifo(3, 8), [
    ['one slot too many', "space_o = used_q != UseBits'(Depth)", "space_o = 1'b1"],
    ['one slot too few', "space_o = used_q != UseBits'(Depth)", "space_o = used_q < UseBits'(Depth - 1)"],
    ['a slot is never written', 'if (push_i) mem', "if (push_i && write_q != '0) mem"],
    ['no wrap of the write pointer', "write_q <= write_q == PtrBits'(Depth - 1) ? '0 : write_q", 'write_q <= write_q'],
    ['no wrap of the read pointer', "read_q <= read_q == PtrBits'(Depth - 1) ? '0 : read_q", 'read_q <= read_q'],
    ['reserve and pop at once count twice', 'if (reserve_i != pop)', 'if (reserve_i || pop)'],
    ['push and pop at once count twice', 'if (push_i != pop)', 'if (push_i || pop)'],
    ['valid before the token is there', "valid_o = filled_q != '0", "valid_o = used_q != '0"],
    ['a path from ready to space', "space_o = used_q != UseBits'(Depth)", "space_o = pop || used_q != UseBits'(Depth)"],
  ]),
  ...seeds(skid(8), [
    ['loses the token that comes during a stall', "else if (valid_i) spare_valid_q <= 1'b1;", ''],
    ['overwrites the spare token', 'if (ready_o) spare_q', 'spare_q'],
    ['forgets the spare token', 'spare_valid_q ? spare_q : data_i', 'data_i'],
    ['gives the spare token twice', 'if (free || flush_i) spare_valid_q', 'if (flush_i) spare_valid_q'],
    ['withdraws an offer at a flush', 'if (free) valid_o', 'if (free || flush_i) valid_o'],
    ['keeps the spare token at a flush', 'if (free || flush_i)', 'if (free)'],
    ['changes an offer', 'if (free) data_o', 'data_o'],
    ['a path from ready to ready', 'ready_o = !spare_valid_q', 'ready_o = !spare_valid_q || ready_i'],
  ]),
  ...seeds(fork(2, 3), [
    ['one reader is not asked', ' && y1_space', ''],
    ['takes what it does not give', 'x_ready_o = issue', 'x_ready_o = x_valid_i'],
    ['gives what it does not take', 'y1_push = issue', 'y1_push = x_valid_i && y1_space'],
    ['other data for one reader', 'y1_data = x_data_i', 'y1_data = ~x_data_i'],
    ['marks are swapped', 'y0_last = x_last_i', 'y0_last = x_eos_i'],
    ['waits for one reader only to be empty', 'issue = x_valid_i &&', 'issue = x_valid_i && !y0_valid_o &&'],
  ]),
  ...seeds(fifo(3, 4), [
    ['marks are swapped', '{x_eos_i, x_last_i, x_keep_i}', '{x_last_i, x_eos_i, x_keep_i}'],
    ['takes where there is no slot', 'issue = x_valid_i && y_space', 'issue = x_valid_i'],
  ]),
  ...seeds(
    fifo(3, 4),
    [['no wrap of the read pointer', "read_q <= read_q == PtrBits'(Depth - 1) ? '0 : read_q", 'read_q <= read_q']],
    'dendra_credit_fifo',
  ),
  ...seeds(join('add'), [
    ['does not wait for b', 'issue = a_valid_i && b_valid_i', 'issue = a_valid_i'],
    ['takes b alone', 'b_ready_o = issue', 'b_ready_o = y_space'],
    ['gives what it does not take', 'valid_1 <= valid_0', 'valid_1 <= a_valid_i && y_space'],
    ['a sign too many', "$signed({1'b0, b})", '$signed(b)'],
    ['the flags come early', 'y_keep} = flags_1', 'y_keep} = flags_0'],
    ['no slot is reserved', 'y_reserve = issue', 'y_reserve = valid_1'],
  ]),
  ...seeds(join('concat'), [
    ['b is taken with a', 'b_ready_o = issue && second', 'b_ready_o = issue'],
    ['the row is one beat short', "beat_q == BeatBits'(4)", "beat_q == BeatBits'(3)"],
    ['b begins early', "second = beat_q >= BeatBits'(3)", "second = beat_q >= BeatBits'(2)"],
    ['waits for the wrong side', 'second ? b_valid_i : a_valid_i', 'a_valid_i'],
    ['the end of b is lost', 'y_last = second && b_last_i', "y_last = 1'b0"],
    ['the sign of a is lost', "5'(b) : 5'(a)", "5'(b) : 5'(b)"],
  ]),
  ...seeds(converter(2, 3, 7), [
    ['the final beat has an element more', "x_last_i ? FillBits'(1) : FillBits'(From)", "FillBits'(From)"],
    ['closes late', "fill <= FillBits'(To)", "fill < FillBits'(To)"],
    ['drops what is left over', "fill_q <= fill - FillBits'(To)", "fill_q <= '0"],
    ['keeps the elements that it gave', 'joined >> (To * UnitBits)', 'joined >> (UnitBits)'],
    ['gives without a slot', '(!gives || y_space)', "1'b1"],
    ['waits for ever', '(!takes || x_valid_i) &&', 'x_valid_i && !y_valid_o &&'],
  ]),
  ...seeds(converter(4, 2, 7), [['takes one beat too many', "fill_q < FillBits'(To)", "fill_q <= FillBits'(To)"]]),
  // Here a tensor's end does not fit into its last beat.
  ...seeds(converter(5, 3, 13), [
    ['eos of another beat', 'if (issue && takes) eos_q', 'if (x_valid_i) eos_q'],
    ['takes while a tensor ends', '!ending_q && fill_q', 'fill_q'],
  ]),
  ...seeds(csr(), [
    ['a second write before the response', ' && !s_axi_ctrl_bvalid', ''],
    ['a write without its data', 'write = aw_valid_q && w_valid_q', 'write = aw_valid_q'],
    [
      'withdraws a response',
      's_axi_ctrl_bvalid <= write || (s_axi_ctrl_bvalid && !s_axi_ctrl_bready)',
      's_axi_ctrl_bvalid <= write',
    ],
    ['a response twice', 's_axi_ctrl_bvalid && !s_axi_ctrl_bready', 's_axi_ctrl_bvalid'],
    ['a strobe of another byte', '{8{w_strb_q[1]}}', '{8{w_strb_q[0]}}'],
    ['a write that changes its address', 'if (!aw_valid_q) aw_word_q', 'aw_word_q'],
    ['an error for what can be written', "writable ? 2'b00 : 2'b10", "writable ? 2'b10 : 2'b00"],
    ['a soft reset one cycle short', "if (soft_reset) reset_count_q <= 3'd7", "if (soft_reset) reset_count_q <= 3'd6"],
    ['a soft reset without its strobe', 'write_control && w_strb_q[0] && w_data_q[0]', 'write_control && w_data_q[0]'],
    ['an error bit is lost when it is cleared', '& ~clear) | set', '| set) & ~clear'],
    ['an address beyond the map', '|ar_word_q[9:5]', '|ar_word_q[9:6]'],
    ['another identity', '444e4452', '444e4453'],
    ['two reads at once', 'arready = up_q && !busy_q', 'arready = up_q'],
    [
      'a read that is never answered',
      's_axi_ctrl_rvalid <= step_q[1]',
      's_axi_ctrl_rvalid <= (step_q[1] && !s_axi_ctrl_bvalid)',
    ],
    ['withdraws read data', '(s_axi_ctrl_rvalid && !s_axi_ctrl_rready)', "1'b0"],
    ['takes requests in reset', "up_q <= 1'b0", "up_q <= 1'b1"],
  ]),
];
