#include <tamis/value.h>
#include <tamis/extended_json.h>
