// Stops in the way that `how_i` says.
module stops (
  input logic       clk_i,
  input logic [3:0] how_i
);

  int unsigned greeting;
  int          word;
  logic [31:0] data [4];

  initial if ($value$plusargs("greet=%d", greeting)) $display("greeting %0d", greeting);

  always @(posedge clk_i) begin
    case (how_i)
      4'd1: $display("cycle at %0d in %m", $time);
      4'd2: $error("value %0d is odd", how_i + 1);
      4'd3: $fatal(1, "value %0d is impossible", how_i);
      4'd4: $stop;
      4'd5: $finish;
      4'd6: begin
        word = 1;
        while (word != 0) word = word | 1;
      end
      4'd7: $warning("value is suspicious");
      4'd8: assert (greeting == 32'd77);
      4'd9: $write("half ");
      4'd10: $display("%08x %08x", $random, $urandom);
      4'd11: $readmemh("no_such_file.hex", data);
      default: ;
    endcase
  end

  final $display("bye");

endmodule
