// tamis: compile, check and run conditions from the command line.
#include <fcntl.h>
#include <unistd.h>

#include <csignal>

#include "tools/tamis/commands.h"

namespace tamis::cli {
namespace {

// A descriptor that the caller closed would be given to the next file that is opened, and our
// output would end up in it. Opened the wrong way round, so that using it still fails.
void keep_standard_descriptors() {
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    if (::fcntl(fd, F_GETFD) == -1)
      (void)::open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

int gave_up(Session& session, const char* why) {
  session.out.discard();
  session.complain(why);
  return kTrouble;
}

int guarded(Session& session, CommandLine& line, int argc, char** argv) {
  try {
    const int status = line.main(argc, argv);
    session.out.close();
    return session.exit(status);
  } catch (const BrokenPipe&) {
    return 128 + SIGPIPE;
  } catch (const OutputFailure& failure) {
    return gave_up(session, failure.what());
  } catch (const Failure& failure) {
    return gave_up(session, failure.what());
  }
}

}  // namespace
}  // namespace tamis::cli

int main(int argc, char** argv) {
  using namespace tamis::cli;
  keep_standard_descriptors();
  std::signal(SIGPIPE, SIG_IGN);
  Session session;
  CommandLine line(session);
  add_commands(line);
  return guarded(session, line, argc, argv);
}
