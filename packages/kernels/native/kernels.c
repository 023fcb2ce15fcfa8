/*
 * All kernels of one instruction set. Compiled once for each, with the flags of the instruction set and with its
 * name as INSTRUCTION_SET; the vectors of `vector.h` follow from the flags.
 */
#include "kernels.h"

#include "peak.h"
#include "product.h"
#include "recurrent/backward.h"
#include "recurrent/forward.h"
#include "recurrent/weights.h"
#if VECTOR >= 8
#include "nearest/nearest.h"
#endif

#define JOINED(a, b) a##b
#define TABLE(set) JOINED(kernels_, set)
#define QUOTED(text) #text
#define NAME(set) QUOTED(set)
#define ENTRY(function) {#function, function}

/* The names are those of `assembly/index.ts` and of that of @anodec/classic, but for multiplyAddChains: a job does not know which build
 * computes it. */
static const struct named_kernel all[] = {
    ENTRY(addGradients),      ENTRY(multiplyBlock),  ENTRY(packGates),        ENTRY(packRightSide),
    ENTRY(packTransposed),    ENTRY(recurrentBackward), ENTRY(recurrentForward), ENTRY(multiplyAddChains),
#if VECTOR >= 8
    // with vectors of four WebAssembly is as fast
    ENTRY(searchLeaf),        ENTRY(compareWithin),  ENTRY(compareAfter),     ENTRY(settleRows),
#endif
};

const struct kernel_table TABLE(INSTRUCTION_SET) = {
    NAME(INSTRUCTION_SET), LANES, STRIP, sizeof all / sizeof *all, all,
};
