#include <tamis/source.h>
