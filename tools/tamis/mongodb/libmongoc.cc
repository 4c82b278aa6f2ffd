#include "tools/tamis/mongodb/libmongoc.h"

#include <dlfcn.h>
#include <sys/mman.h>
#include <unistd.h>

#include <fmt/format.h>

#include "tools/tamis/mongodb/server.h"

namespace tamis::server {
namespace {

constexpr const char* kName = "libmongoc-1.0.so.0";

void* load() {
  void* const library = ::dlopen(kName, RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr)
    throw ServerError(fmt::format("MongoDB servers are asked by libmongoc: {}", ::dlerror()));
  return library;
}

}  // namespace

const Libmongoc& Libmongoc::get() {
  static const Libmongoc library;
  return library;
}

// It shares counters with other programs in a file named by the process. One that is killed would
// leave it behind, and the next of that number be warned on standard error.
Libmongoc::Libmongoc() : library_(load()) {
  ::shm_unlink(fmt::format("/mongoc-{}", ::getpid()).c_str());
  init();
  log_set_handler([](auto...) {}, nullptr);
}

// What it started ends with the program, and so does it.
Libmongoc::~Libmongoc() {
  cleanup();
}

void* Libmongoc::find(const char* name) const {
  void* const function = ::dlsym(library_, name);
  if (function == nullptr) throw ServerError(fmt::format("{} has no {}", kName, name));
  return function;
}

}  // namespace tamis::server
