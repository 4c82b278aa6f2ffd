#include "backends/predicate/table/archive.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>

namespace tamis::predicate::table {
namespace {

constexpr char kMagic[sizeof(Header::magic) + 1] = "tamistab";
constexpr std::uint32_t kByteOrder = 0x01020304;
constexpr std::size_t kFlushed = std::size_t{1} << 20U;

std::uint64_t mixed(std::uint64_t lane, std::uint64_t word) {
  return std::rotl((lane ^ word) * 0x9e3779b97f4a7c15U, 29);
}

template <class T>
T read_from(const std::byte* bytes) {
  T value;
  std::memcpy(&value, bytes, sizeof value);
  return value;
}

Refusal not_a_table(std::string message, std::string help) {
  return {"E070", std::move(message), std::move(help)};
}

Refusal damaged(std::string message) {
  return {"E071", std::move(message),
          "restore the bytes from a copy, or make the table of its documents again"};
}

void check_header(const Header& header) {
  if (std::memcmp(header.magic, kMagic, sizeof header.magic) != 0)
    throw not_a_table("these bytes are no saved table", "open what Table::save() has written");
  if (header.byte_order != kByteOrder)
    throw not_a_table("the table was saved on a machine with another order of bytes",
                      "make the table of its documents on this machine");
  if (header.version != kFormatVersion)
    throw not_a_table(
        fmt::format("the table was saved in format {}, and this version of Tamis reads format {}",
                    header.version, kFormatVersion),
        "make the table of its documents again");
}

}  // namespace

void Checksum::add(std::span<const std::byte> blocks) {
  std::uint64_t lanes[kLanes];
  std::copy(lanes_, lanes_ + kLanes, lanes);
  for (std::size_t at = 0; at + kBlock <= blocks.size(); at += kBlock)
    for (std::size_t i = 0; i < kLanes; ++i)
      lanes[i] =
          mixed(lanes[i], read_from<std::uint64_t>(blocks.data() + at + i * sizeof(std::uint64_t)));
  std::copy(lanes, lanes + kLanes, lanes_);
}

std::uint64_t Checksum::value() const {
  std::uint64_t value = 0;
  for (const std::uint64_t lane : lanes_) value = mixed(value, lane);
  return value;
}

Writer::Writer(Sink sink) : sink_(std::move(sink)) {
  Header header{{}, kByteOrder, kFormatVersion};
  std::memcpy(header.magic, kMagic, sizeof header.magic);
  bytes(&header, sizeof header);
}

std::uint64_t Writer::finish() {
  pad_to(kBlock);
  flush();
  const Trailer trailer{written_ + sizeof(Trailer), checksum_.value()};
  sink_({reinterpret_cast<const char*>(&trailer), sizeof trailer});
  return trailer.size;
}

void Writer::bytes(const void* data, std::size_t size) {
  const char* next = static_cast<const char*>(data);
  while (size > 0) {
    const std::size_t taken = std::min(size, kFlushed - pending_.size());
    pending_.append(next, taken);
    next += taken;
    size -= taken;
    if (pending_.size() == kFlushed) flush();
  }
}

void Writer::pad_to(std::size_t multiple) {
  static constexpr char kZeros[kBlock] = {};
  bytes(kZeros, (multiple - pending_.size() % multiple) % multiple);
}

void Writer::flush() {
  checksum_.add(std::as_bytes(std::span(pending_)));
  sink_(pending_);
  written_ += pending_.size();
  pending_.clear();
}

Reader::Reader(std::span<const std::byte> all) {
  if (all.size() < sizeof(Header))
    throw not_a_table("these bytes are no saved table", "open what Table::save() has written");
  check_header(read_from<Header>(all.data()));
  const std::size_t size = all.size() - std::min(all.size(), sizeof(Trailer));
  const auto trailer = read_from<Trailer>(all.data() + size);
  if (size < kBlock || size % kBlock != 0 || trailer.size != all.size())
    throw damaged("the table is cut short, or bytes follow it");
  Checksum checksum;
  checksum.add(all.first(size));
  if (trailer.checksum != checksum.value())
    throw damaged("the bytes of the table are not those that were saved");
  require(reinterpret_cast<std::uintptr_t>(all.data()) % kAlignment == 0);
  rest_ = all.first(size).subspan(sizeof(Header));
}

void Reader::finish() {
  require(rest_.size() < kBlock);
}

void Reader::refuse() {
  throw damaged("the parts of the table do not fit together");
}

std::span<const std::byte> Reader::bytes(std::uint64_t size) {
  require(size <= rest_.size());
  const std::span<const std::byte> taken = rest_.first(size);
  rest_ = rest_.subspan(size);
  return taken;
}

}  // namespace tamis::predicate::table
