// Document: a document laid out for being asked again and again.
//
//   predicate::FieldNames names;                 // one for all documents and matchers
//   predicate::DocumentBuilder builder(names);   // one for each thread
//   const predicate::Document contact = builder.build(json);  // nlohmann::ordered_json, Value, …
//   for (predicate::Matcher& matcher : matchers)
//     if (matcher.matches(contact)) …
//
// One flat piece of memory holds everything; a field is found by the number of its name, and no
// text is compared on the way. Nothing is lost: the order of members, repeated ones (of which the
// first counts) and all of BSON's types are kept, and the verdict is that of the form it came from.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string_view>

#include <tamis/accessor.h>
#include <tamis/result.h>
#include <tamis/value.h>

namespace tamis::predicate {

// The numbers of field names. Copies share; so do the documents built with it, and matchers that
// met one, and the last of them frees it. Safe to use from several threads at once.
//
// Names are never forgotten. Past `most` of them, and past kLongest bytes, a name is spelled out in
// each document that has it: correct as before, and slower to find. So documents with made-up names
// cannot fill the memory.
class FieldNames {
 public:
  static constexpr std::size_t kMost = 65'000;
  static constexpr std::size_t kLongest = 255;

  explicit FieldNames(std::size_t most = kMost);  // no more than kMost

  std::size_t size() const;

  struct Data;
  const std::shared_ptr<Data>& data() const { return data_; }

 private:
  std::shared_ptr<Data> data_;
};

// Immutable; any number of threads may ask the same one at once. Made by a DocumentBuilder. One
// that was moved from may only be assigned to.
class Document {
 public:
  Document(Document&&) noexcept;
  Document& operator=(Document&&) noexcept;
  ~Document();

  // As it came in, Extended JSON wrappers as the values that they stand for. Takes as much stack as
  // the document nests, which text and BSON do no deeper than Limits::kNesting.
  Value value() const;

  // What it takes, without this object.
  std::size_t bytes() const;

  struct Slot;
  struct Block;
  struct Leave {
    void operator()(Block* block) const;
  };
  using Share = std::unique_ptr<Block, Leave>;
  using ShapeId = std::uint16_t;

  const Slot* root() const { return root_; }
  std::size_t slots() const { return count_; }  // from the root on
  FieldNames::Data& names() const { return *names_; }
  // Says where the root's members are, so that who asks many documents in turn need not wait for
  // the one to know the other.
  ShapeId root_shape() const { return root_shape_; }
  const Block& block() const { return *block_; }
  // Among those that share the block.
  std::size_t number() const { return number_; }

 private:
  friend class DocumentBuilder;
  Document(Share block, const Slot* root, std::size_t count, std::size_t number);

  Share block_;
  const Slot* root_;
  FieldNames::Data* names_;  // the block's
  std::uint32_t count_;      // slots
  ShapeId root_shape_;
  std::uint16_t number_;
};

// Builds documents, and owns the scratch memory for it. Used by one thread at a time. A document
// that would take 64 GiB is not for it: std::length_error.
class DocumentBuilder {
 public:
  // Where its documents stand: each in an allocation of its own; or side by side in blocks of up to
  // 2 MiB, huge pages where the system has them, each of which is freed with the last document in
  // it. The latter is for collections that are kept whole.
  enum class Memory : std::uint8_t { Own, Shared };

  explicit DocumentBuilder(const FieldNames& names, Memory memory = Memory::Own);
  ~DocumentBuilder();
  DocumentBuilder(DocumentBuilder&&) noexcept;
  DocumentBuilder& operator=(DocumentBuilder&&) noexcept;

  // The forms and what they mean are those of Matcher.
  Document build(const nlohmann::ordered_json& document);
  Document build(const nlohmann::json& document);
  Document build(const Value& document);
  Document build(const Field& document);
  Result<Document> build_text(std::string_view json);
  Result<Document> build_bson(std::span<const std::byte> bson);

 private:
  struct Scratch;
  std::unique_ptr<Scratch> scratch_;
};

}  // namespace tamis::predicate
