#include "compiler/values/machines.h"

#include <algorithm>

namespace tamis {
namespace {

Machine find_this_machine() {
#if defined(__x86_64__)
  const bool is_v3 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
                     __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
                     __builtin_cpu_supports("popcnt");
  const bool has_avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                          __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
  if (is_v3) return has_avx512 ? Machine::V4 : Machine::V3;
#endif
  return Machine::Any;
}

}  // namespace

Machine this_machine() {
  static const Machine kThis = std::min(find_this_machine(), Machine::TAMIS_MACHINE);
  return kThis;
}

std::vector<Machine> machines() {
  std::vector<Machine> all;
  for (const Machine each : {Machine::Any, Machine::V3, Machine::V4})
    if (each <= this_machine()) all.push_back(each);
  return all;
}

}  // namespace tamis
