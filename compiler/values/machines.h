// Loops over many bits or numbers are compiled for each of these instruction sets, and run by the
// one that is asked for: the best that the machine has, or for tests and measurements a lesser one.
#pragma once

#include <cstdint>
#include <vector>

#if defined(__x86_64__)
#define TAMIS_V3 "avx2,fma,bmi,bmi2,popcnt"
#define TAMIS_V4 TAMIS_V3 ",avx512f,avx512bw,avx512dq,avx512vl"
#endif

namespace tamis {

// V3 and V4 are levels of x86-64: AVX2 and AVX-512.
enum class Machine : std::uint8_t { Any, V3, V4 };

// The best that this machine is, but no more than a build is held to (TAMIS_MACHINE).
Machine this_machine();
// All that this machine is, from the least.
std::vector<Machine> machines();

// What a kernel is told that it is compiled for.
template <Machine kMachine>
struct On {};

#if defined(__x86_64__)
// With all that the kernel calls in it.
template <class Kernel>
__attribute__((target(TAMIS_V3), flatten)) auto run_on_v3(const Kernel& kernel) {
  return kernel(On<Machine::V3>());
}
template <class Kernel>
__attribute__((target(TAMIS_V4), flatten)) auto run_on_v4(const Kernel& kernel) {
  return kernel(On<Machine::V4>());
}
#endif

// Calls kernel(On<machine>()) in a function that is compiled for the machine.
template <class Kernel>
auto run_on(Machine machine, const Kernel& kernel) {
#if defined(__x86_64__)
  if (machine == Machine::V4) return run_on_v4(kernel);
  if (machine == Machine::V3) return run_on_v3(kernel);
#endif
  return kernel(On<Machine::Any>());
}

}  // namespace tamis
