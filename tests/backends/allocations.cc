#include "tests/backends/allocations.h"

#include <atomic>
#include <cstdlib>
#include <limits>
#include <new>

namespace {

constexpr long kEnough = std::numeric_limits<long>::max();

// Until one fails.
std::atomic<long> g_left = kEnough;

void* try_allocate(std::size_t size) {
  if (g_left-- <= 0) return nullptr;
  return std::malloc(size == 0 ? 1 : size);
}

void* allocate(std::size_t size) {
  void* memory = try_allocate(size);
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

}  // namespace

void* operator new(std::size_t size) {
  return allocate(size);
}
void* operator new[](std::size_t size) {
  return allocate(size);
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return try_allocate(size);
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
  return try_allocate(size);
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete[](void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
  std::free(memory);
}

namespace tamis::test {

long allocations_in(const std::function<void()>& call) {
  const long before = g_left;
  call();
  return before - g_left;
}

bool runs_with(long allocations, const std::function<void()>& call) {
  g_left = allocations;
  bool done = true;
  try {
    call();
  } catch (const std::bad_alloc&) {
    done = false;
  }
  g_left = kEnough;
  return done;
}

}  // namespace tamis::test
