// Reading conditions, schemas and other texts that are small enough to hold.
#pragma once

#include <optional>
#include <string>

#include <tamis/source.h>

namespace tamis::cli {

// "-" is standard input, which then has the name `stdin_name`. Throws Failure with errno's text
// when the file cannot be read.
Source read_source(const std::string& path, const std::string& stdin_name = "<stdin>");

// A condition: the argument itself if its first non-blank byte is `{`, else a file or "-".
Source read_condition(const std::string& argument);
bool is_condition_text(std::string_view argument);

// Everything from a file descriptor; the errno of a failure, or 0.
int read_all(int fd, std::string& text);

// Makes or replaces the file, as ReplacedFile does. Throws Failure.
void write_file(const std::string& path, std::string_view text);

}  // namespace tamis::cli
