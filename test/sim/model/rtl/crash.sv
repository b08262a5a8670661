// Calls C functions that end a process.
module crash (
  input logic       clk_i,
  input logic [1:0] how_i
);

  import "DPI-C" function int raise(input int number);
  import "DPI-C" function chandle ether_ntoa(input chandle address);

  chandle text;
  int     status;

  always @(posedge clk_i) begin
    case (how_i)
      2'd1: status = raise(6);
      2'd2: text = ether_ntoa(null);
      2'd3: status = raise(8);
      default: ;
    endcase
  end

endmodule
