// The bytes of one request, through cpp-httplib, the routes and the handlers, without a socket.
// `$KEY` in them stands for a key that may do everything.
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "fuzz/check.h"
#include "tools/segmentsd/http/adapter.h"
#include "tools/segmentsd/http/framing.h"

namespace segmentsd {
namespace {

using tamis::fuzz::require;

class Memory : public httplib::Stream {
 public:
  explicit Memory(std::string_view bytes) : left_(bytes) {}
  bool is_readable() const override { return true; }
  bool is_writable() const override { return true; }
  ssize_t read(char* to, std::size_t size) override {
    const std::size_t count = left_.copy(to, size);
    left_.remove_prefix(count);
    return static_cast<ssize_t>(count);
  }
  ssize_t write(const char* from, std::size_t size) override {
    written.append(from, size);
    return static_cast<ssize_t>(size);
  }
  void get_remote_ip_and_port(std::string&, int&) const override {}
  void get_local_ip_and_port(std::string&, int&) const override {}
  socket_t socket() const override { return -1; }

  std::string written;

 private:
  std::string_view left_;
};

class World : httplib::Server {
 public:
  World() {
    std::string name = (std::filesystem::temp_directory_path() / "fuzz-http-XXXXXX").string();
    require(mkdtemp(name.data()) != nullptr, "a folder for the database");
    folder_ = name;
    segmentsd::Options options;
    options.db = folder_ / "segments.db";
    options.rate = {.per_minute = 0, .per_second = 0};
    {
      Database db(options.db);
      key_ = create_key(db, "fuzz", {std::begin(kScopes), std::end(kScopes)}, 0, std::nullopt);
    }
    service_ = std::make_unique<Service>(options);
    add_routes(*this, *service_);
  }
  World(const World&) = delete;
  World& operator=(const World&) = delete;
  ~World() override { std::filesystem::remove_all(folder_); }

  std::string answer(std::string bytes) {
    if (const std::size_t at = bytes.find("$KEY"); at != std::string::npos)
      bytes.replace(at, 4, key_);
    Memory stream(bytes);
    bool closed = false;
    process_request(stream, true, closed, nullptr);
    return stream.written;
  }

 private:
  std::filesystem::path folder_;
  std::string key_;
  std::unique_ptr<Service> service_;
};

// An answer's status, and for an error the envelope with the request's id.
void require_answer(std::string_view answer) {
  while (answer.starts_with("HTTP/1.1 100")) answer.remove_prefix(answer.find("\r\n\r\n") + 4);
  if (answer.empty()) return;  // nothing that begins a request
  require(answer.starts_with("HTTP/1.1 ") && answer.size() > 12, "a status line");
  const int status = std::stoi(std::string(answer.substr(9, 3)));
  require(status >= 200 && status < 500, "no failure of ours: " + std::string(answer));
  const std::size_t end = answer.find("\r\n\r\n");
  require(end != std::string_view::npos, "a head");
  const std::string_view head = answer.substr(0, end);
  const std::string_view body = answer.substr(end + 4);
  if (status < 400 || body.empty()) return;  // HEAD
  const Json json = Json::parse(body, nullptr, false);
  require(json.is_object() && json.contains("error"), "an envelope: " + std::string(answer));
  const std::string id = json["error"].value("requestId", "");
  require(!id.empty() && head.find("X-Request-Id: " + id) != std::string_view::npos,
          "the request's id in both places");
}

}  // namespace
}  // namespace segmentsd

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace segmentsd;
  constexpr int kInputs = 300;  // what they wrote would slow the later ones
  static std::unique_ptr<World> world;
  static int inputs = 0;
  if (inputs++ % kInputs == 0) world = std::make_unique<World>();
  const std::string bytes(tamis::fuzz::text_of(data, size));
  const Framing framing = framing_of(bytes);
  if (framing == Framing::Whole || framing == Framing::Begun) require_answer(world->answer(bytes));
  return 0;
}
