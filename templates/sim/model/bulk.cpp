// The parts of a bulk run. Requests and records are little-endian 32-bit words.
// SPDX-License-Identifier: Apache-2.0
#include "bulk.h"

#include <stdexcept>

static constexpr uint32_t kMagic = 0x33764444;  // "DDv3"
static constexpr uint32_t kNone = ~0u;
static constexpr uint32_t kCounterBits = 48;
// Registers are defined after two edges of a reset.
static constexpr uint32_t kUndefinedCycles = 2;

namespace {

// Reads a request and refuses to go beyond its end.
class Reader {
 public:
  Reader(const uint32_t* words, size_t size, uint8_t* storage, const std::vector<uint32_t>& offsets)
      : at_(words), end_(words + size), storage_(storage), offsets_(offsets) {}
  uint32_t word() { return *take(1); }
  const uint32_t* take(size_t count) {
    if (count > static_cast<size_t>(end_ - at_)) throw std::runtime_error("bulk request must not end early");
    at_ += count;
    return at_ - count;
  }
  SimPort port() {
    const uint32_t index = word(), bits = word();
    if (index == kNone) return {};
    if (index >= offsets_.size() || offsets_[index] == kNowhere) throw std::runtime_error("bulk request must name ports of the design");
    return {storage_ + offsets_[index], bits};
  }
  Pauses pauses() {
    Pauses pauses;
    pauses.base = word();
    pauses.rate = word();
    pauses.length = word();
    pauses.bitmap = take((pauses.length + 31) / 32);
    if (pauses.rate != 0) pauses.kind = Pauses::Kind::hash;
    if (pauses.length != 0) pauses.kind = Pauses::Kind::bitmap;
    return pauses;
  }
  Stream stream() {
    Stream stream;
    stream.valid = port();
    stream.ready = port();
    stream.lanes = word();
    for (uint32_t fields = word(); fields > 0; fields--) stream.fields.push_back(port());
    return stream;
  }
  std::vector<Column> columns(size_t fields, uint32_t count) {
    std::vector<Column> columns(fields);
    for (Column& column : columns) {
      column.stride = word();
      const size_t bytes = static_cast<size_t>(column.stride) * count;
      column.bytes = reinterpret_cast<const uint8_t*>(take((bytes + 3) / 4));
    }
    return columns;
  }
  bool ended() const { return at_ == end_; }

 private:
  const uint32_t *at_, *end_;
  uint8_t* storage_;
  const std::vector<uint32_t>& offsets_;
};

uint32_t any_of(const std::vector<uint32_t>& words) {
  uint32_t any = 0;
  for (const uint32_t word : words) any |= word;
  return any;
}

}  // namespace

BulkRun::BulkRun(SimDesign& design, VerilatedContext& context, const uint32_t* request, size_t words)
    : design_(design), context_(context), evaluates_end_(design.needs_eval_end()), traces_(design.traces()) {
  const std::vector<uint32_t> offsets = design.offsets();
  Reader in(request, words, design.storage(), offsets);
  if (in.word() != kMagic) throw std::runtime_error("bulk request must be one of this version");
  const uint32_t* const s = in.take(8);
  settings_ = {s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7]};
  for (SimPort* const port : {&clock_, &reset_, &error_, &done_, &counts_}) *port = in.port();
  for (uint32_t units = in.word(); units > 0; units--) {
    const uint32_t* const unit = in.take(2);
    counters_.push_back({unit[0], unit[1]});
  }
  for (uint32_t inputs = in.word(); inputs > 0; inputs--) {
    Source source;
    source.port = in.stream();
    source.pauses = in.pauses();
    source.count = in.word();
    source.columns = in.columns(source.port.fields.size(), source.count);
    source.cycles.reserve(source.count);
    sources_.push_back(std::move(source));
  }
  for (uint32_t outputs = in.word(); outputs > 0; outputs--) {
    Sink sink;
    sink.port = in.stream();
    sink.pauses = in.pauses();
    sink.count = in.word();
    sink.stops = in.word() != 0;
    if (in.word() != 0) sink.expected = in.columns(sink.port.fields.size(), sink.count);
    sink.prepare();
    sinks_.push_back(std::move(sink));
  }
  if (!in.ended()) throw std::runtime_error("bulk request must end after its last stream");
  // One word more than the ports fill: counters of 48 bits are read as pairs of words.
  count_words_.resize(counts_.words() + 1);
  done_words_.resize(done_.words());
  pulses_.reserve(64 * (static_cast<size_t>(settings_.pulses) + 1));
  reset_again_ = settings_.reset_at != kNone;
  begin_reset(settings_.reset_cycles);
}

void BulkRun::fail(Ended why, uint32_t stream, const std::string& text) {
  status_ = why;
  bad_stream_ = stream;
  message_ = text;
}

void BulkRun::level(bool high) {
  port_set(clock_, high);
  design_.eval();
  if (evaluates_end_) design_.eval_end();
  if (traces_) design_.trace_dump(context_.time());
  context_.timeInc(high ? settings_.high : settings_.low);
}

// Forgets what was recorded and holds reset for some cycles; none leaves reset alone.
void BulkRun::begin_reset(uint32_t cycles) {
  for (Source& source : sources_) source.restart();
  for (Sink& sink : sinks_) sink.restart();
  pulses_.clear();
  pulse_count_ = cycle_ = moves_until_ = idle_ = 0;
  drain_left_ = settings_.drain;
  reset_left_ = cycles;
  reset_held_ = 0;
  if (cycles > 0) port_set(reset_, settings_.reset_active != 0);
}

void BulkRun::end_reset() {
  if (counts_.bits != 0) {
    port_load(counts_, count_words_.data());
    if (any_of(count_words_) != 0) return fail(Ended::protocol, kNone, "a counter is not 0 in reset");
  }
  port_set(reset_, settings_.reset_active == 0);
}

bool BulkRun::reset_is_quiet() {
  if (reset_held_++ < kUndefinedCycles) return true;
  for (uint32_t o = 0; o < sinks_.size(); o++) {
    if (port_bit(sinks_[o].port.valid)) fail(Ended::protocol, o, "valid is high during reset");
  }
  return goes();
}

void BulkRun::drive() {
  for (Source& source : sources_) source.drive(cycle_);
  for (Sink& sink : sinks_) sink.drive(!sink.pauses.at(cycle_));
}

// What holds just before the rising edge; true when something moved.
bool BulkRun::sample() {
  bool moved = false;
  for (Source& source : sources_) moved |= source.sample(cycle_);
  for (uint32_t o = 0; o < sinks_.size() && goes(); o++) {
    switch (sinks_[o].sample(cycle_)) {
      case Seen::nothing: continue;
      case Seen::beat: break;
      case Seen::unstable: fail(Ended::protocol, o, "valid or payload changed before ready"); break;
      case Seen::surplus: fail(Ended::surplus, o, ""); break;
      case Seen::differs: fail(Ended::mismatch, o, ""); break;
    }
    moved = true;
  }
  if (moved) moves_until_ = cycle_ + 1;
  // Pulses are no handshakes, but they are progress.
  if (done_.bits != 0) moved |= sample_counters();
  if (goes() && error_.bits != 0 && port_any(error_)) fail(Ended::errorFlag, 0, "");
  return moved;
}

bool BulkRun::sample_counters() {
  if (!port_any(done_)) return false;
  port_load(done_, done_words_.data());
  port_load(counts_, count_words_.data());
  for (uint32_t u = 0; u < counters_.size(); u++) {
    if ((done_words_[u / 32] >> (u % 32) & 1) == 0) continue;
    pulse_count_++;
    pulses_.push_back(cycle_);
    pulses_.push_back(u);
    for (uint32_t k = 0; k < counters_[u].count; k++) {
      const uint32_t bit = (counters_[u].offset + k) * kCounterBits, word = bit / 32;
      // Counters start at bit 0 or 16 of a word.
      const uint64_t pair = count_words_[word] | static_cast<uint64_t>(count_words_[word + 1]) << 32;
      const uint64_t value = pair >> (bit % 32) & ((uint64_t{1} << kCounterBits) - 1);
      pulses_.push_back(static_cast<uint32_t>(value));
      pulses_.push_back(static_cast<uint32_t>(value >> 32));
    }
  }
  return true;
}

bool BulkRun::complete() const {
  if (pulse_count_ < settings_.pulses) return false;
  for (const Source& source : sources_) {
    if (source.next < source.count) return false;
  }
  for (const Sink& sink : sinks_) {
    if (sink.done < sink.count) return false;
  }
  return true;
}

void BulkRun::finish_cycle(bool moved) {
  cycle_++;
  idle_ = moved ? 0 : idle_ + 1;
  if (!complete()) {
    if (idle_ >= settings_.watchdog) fail(Ended::watchdog, 0, "");
  } else if (drain_left_ > 0) {
    drain_left_--;
  } else if (!reset_again_) {
    status_ = Ended::ok;
  }
}

const std::vector<BulkRun::Part>& BulkRun::record() {
  parts_.clear();
  heads_.clear();
  // Parts point into the heads, which must not move.
  heads_.reserve(8 + 3 * (sources_.size() + sinks_.size()) + message_.size());
  const auto add = [this](const std::vector<uint32_t>& words) { parts_.push_back({words.data(), words.size()}); };
  const auto head = [this](std::initializer_list<uint32_t> words) {
    parts_.push_back({heads_.data() + heads_.size(), words.size()});
    heads_.insert(heads_.end(), words);
  };
  head({kMagic, static_cast<uint32_t>(status_), moves_until_, cycle_, bad_stream_, pulse_count_, static_cast<uint32_t>(message_.size())});
  for (const Source& source : sources_) {
    const bool valid = source.port.valid.bits == 0 ? source.holds : port_bit(source.port.valid);
    head({valid, port_willing(source.port.ready), source.next});
    add(source.cycles);
  }
  for (const Sink& sink : sinks_) {
    head({port_willing(sink.port.valid), sink.ready, sink.done});
    add(sink.cycles);
    for (size_t f = 0; f < sink.values.size(); f++) {
      parts_.push_back({sink.values[f].get(), static_cast<size_t>(sink.done) * sink.port.fields[f].words()});
    }
  }
  add(pulses_);
  for (const char c : message_) head({static_cast<uint8_t>(c)});
  return parts_;
}
