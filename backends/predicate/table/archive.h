// A saved table as bytes: how its parts become bytes, and are made of them again.
//
// A class that is saved names its members once, for both ways:
//
//   template <class Archive, class Self>
//   static void transfer(Archive& archive, Self& self) { archive(self.a_, self.b_); }
//
// Bytes: a header, the members one behind the other, zeros up to a whole block, a trailer. Arrays
// begin at multiples of 8, and numbers are as the machine has them. The header says in which order.
// Whoever changes what is transferred, or hash_bytes(), raises kFormatVersion.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <tamis/diagnostic.h>

#include "backends/predicate/table/buffer.h"

namespace tamis::predicate::table {

constexpr std::uint32_t kFormatVersion = 1;
constexpr std::size_t kAlignment = 8;
constexpr std::size_t kBlock = 32;

// Of whole blocks. Every change of one word changes it; it does not keep out who wants to forge it.
class Checksum {
 public:
  void add(std::span<const std::byte> blocks);
  std::uint64_t value() const;

 private:
  static constexpr std::size_t kLanes = kBlock / sizeof(std::uint64_t);
  std::uint64_t lanes_[kLanes] = {1, 2, 3, 4};
};

struct Header {
  char magic[8];
  std::uint32_t byte_order;
  std::uint32_t version;
};
struct Trailer {
  std::uint64_t size;      // of all bytes
  std::uint64_t checksum;  // of those before the trailer
};

// Why bytes are refused, or a table cannot be saved. Thrown, and caught by Table.
struct Refusal {
  std::string_view code;
  std::string message;
  std::string help;
};

template <class Part, class Archive>
concept Transferred = requires(Archive& archive, Part& part) { Part::transfer(archive, part); };

class Writer {
 public:
  static constexpr bool kReads = false;
  using Sink = std::function<void(std::string_view)>;

  explicit Writer(Sink sink);
  // How many bytes there are in all.
  std::uint64_t finish();

  template <class... Parts>
  void operator()(const Parts&... parts) {
    (put(parts), ...);
  }
  // Calls each(element) of all; `make` is for the Reader.
  template <class List, class Make, class Each>
  void list(const List& elements, Make&& /*make*/, Each&& each) {
    put(std::uint64_t{elements.size()});
    for (const auto& element : elements) each(element);
  }
  // Calls use(*part) if there is one.
  template <class T, class Make, class Use>
  void optional(const std::unique_ptr<T>& part, Make&& /*make*/, Use&& use) {
    put(static_cast<std::uint8_t>(part != nullptr));
    if (part != nullptr) use(std::as_const(*part));
  }

 private:
  template <class T>
  void put(const T& part) {
    if constexpr (Transferred<const T, Writer>) {
      T::transfer(*this, part);
    } else {
      static_assert(std::is_arithmetic_v<T> || std::is_enum_v<T>);
      bytes(&part, sizeof part);
    }
  }
  void put(const std::string& text) {
    put(std::uint64_t{text.size()});
    bytes(text.data(), text.size());
  }
  template <class T>
  void put(const Buffer<T>& buffer) {
    array(std::span<const T>(buffer));
  }
  template <class T>
  void put(const std::vector<T>& elements) {
    array(std::span<const T>(elements));
  }
  template <class T>
  void array(std::span<const T> elements) {
    put(std::uint64_t{elements.size()});
    pad_to(kAlignment);
    bytes(elements.data(), elements.size_bytes());
  }
  void bytes(const void* data, std::size_t size);
  void pad_to(std::size_t multiple);
  void flush();

  Sink sink_;
  Checksum checksum_;
  std::string pending_;
  std::uint64_t written_ = 0;
};

class Reader {
 public:
  static constexpr bool kReads = true;

  // Aligned, and there as long as what is read. Throws a Refusal, as all below.
  explicit Reader(std::span<const std::byte> all);
  // Nothing is left but zeros of the last block.
  void finish();

  template <class... Parts>
  void operator()(Parts&... parts) {
    (get(parts), ...);
  }
  template <class List, class Make, class Each>
  void list(List& elements, Make&& make, Each&& each) {
    std::uint64_t count = 0;
    get(count);
    require(count <= rest_.size());
    for (; count > 0; --count) {
      elements.push_back(make());
      each(elements.back());
    }
  }
  template <class T, class Make, class Use>
  void optional(std::unique_ptr<T>& part, Make&& make, Use&& use) {
    std::uint8_t is_there = 0;
    get(is_there);
    if (is_there == 0) return;
    part = make();
    use(*part);
  }
  // What evaluators rely on.
  static void require(bool holds) {
    if (!holds) refuse();
  }
  [[noreturn]] static void refuse();

 private:
  template <class T>
  void get(T& part) {
    if constexpr (Transferred<T, Reader>) {
      T::transfer(*this, part);
    } else {
      static_assert(std::is_arithmetic_v<T> || std::is_enum_v<T>);
      std::memcpy(&part, bytes(sizeof part).data(), sizeof part);
    }
  }
  void get(std::string& text) {
    std::uint64_t size = 0;
    get(size);
    const std::span<const std::byte> all = bytes(size);
    text.assign(reinterpret_cast<const char*>(all.data()), all.size());
  }
  template <class T>
  void get(Buffer<T>& buffer) {
    buffer = Buffer<T>::view(array<T>());
  }
  template <class T>
  void get(std::vector<T>& elements) {
    const std::span<const T> all = array<T>();
    elements.assign(all.begin(), all.end());
  }
  template <class T>
  std::span<const T> array() {
    static_assert(alignof(T) <= kAlignment);
    std::uint64_t size = 0;
    get(size);
    bytes(rest_.size() % kAlignment);  // the end is aligned
    require(size <= rest_.size() / sizeof(T));
    return {reinterpret_cast<const T*>(bytes(size * sizeof(T)).data()), size};
  }
  std::span<const std::byte> bytes(std::uint64_t size);

  std::span<const std::byte> rest_;
};

}  // namespace tamis::predicate::table
