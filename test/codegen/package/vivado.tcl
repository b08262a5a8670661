# Stands in for Vivado: runs a script with commands that check that the files given to them exist, and print what was called.
#   tclsh vivado.tcl script.tcl [slack]

proc files {command paths} {
  foreach path $paths {
    if {![file isfile $path]} { error "$command must name a file, not $path" }
  }
}

proc called {args} { puts "call: $args" }

proc read_verilog {args} {
  set sources [expr {[lindex $args 0] eq "-sv" ? [lindex $args 1] : [lindex $args 0]}]
  files read_verilog $sources
  set kinds [lsort -unique [lmap source $sources { file extension $source }]]
  called read_verilog {*}[expr {[lindex $args 0] eq "-sv" ? "-sv" : ""}] [llength $sources] {*}$kinds
}

proc read_mem {paths} {
  files read_mem $paths
  called read_mem [llength $paths]
}

proc read_xdc {args} {
  files read_xdc [lindex $args end]
  called read_xdc {*}[lrange $args 0 end-1] [file tail [lindex $args end]]
  uplevel #0 [list source [lindex $args end]]
}

foreach command {create_clock set_false_path} {
  proc $command {args} [string map [list NAME $command] { called NAME {*}$args }]
}
proc get_ports {name} { return "port:$name" }
proc get_pins {name} { return "pin:$name" }

foreach command {
  create_project set_msg_config synth_design opt_design place_design phys_opt_design route_design
} {
  proc $command {args} [string map [list NAME $command] { called NAME {*}$args }]
}

# Reports go into folders that exist.
foreach command {report_timing_summary report_utilization report_power write_checkpoint} {
  proc $command {args} [string map [list NAME $command] {
    close [open [lindex $args end] w]
    called NAME {*}[lrange $args 0 end-1] [file tail [lindex $args end]]
  }]
}

proc get_timing_paths {kind args} { return "path:$kind" }

namespace eval ipx {
  proc open_core {path} {
    files ipx::open_core [list $path]
    set ::component $path
    return core
  }
  foreach command {create_xgui_files update_checksums save_core unload_core} {
    proc $command {args} [string map [list NAME $command] { called ipx::NAME {*}$args }]
  }
  # As Vivado does, looks for each file that the component names.
  proc check_integrity {core} {
    set channel [open $::component r]
    set text [read $channel]
    close $channel
    set names [regexp -all -inline {<spirit:file>\s*<spirit:name>([^<]*)} $text]
    foreach {all name} $names { files component.xml [list [file join [file dirname $::component] $name]] }
    called ipx::check_integrity $core [expr {[llength $names] / 2}]
  }
}

proc get_property {name object} {
  if {$name eq "SLACK"} { return [expr {$object eq "path:-setup" ? $::slack : 0.012}] }
  if {$name eq "VLNV"} { return $::vlnv }
  error "property must be SLACK or VLNV, not $name"
}

proc get_msg_config {args} { return $::messages }

set slack [expr {[info exists ::env(STUB_SLACK)] ? $::env(STUB_SLACK) : 0.25}]
set messages [expr {[info exists ::env(STUB_MESSAGES)] ? $::env(STUB_MESSAGES) : 0}]
set vlnv [expr {[info exists ::env(STUB_VLNV)] ? $::env(STUB_VLNV) : "dendra:generated:tiny_net:1.0"}]
source [lindex $argv 0]
