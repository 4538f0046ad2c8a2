#pragma once
#include <math.h>
#include <stdint.h>
#include <string.h>
#include "CKernels.h"

static inline size_t px_size(px_element type) { return type == PX_F32 ? 4 : 2; }

static inline const char *px_at(px_element type, const void *base, size_t element) {
    return (const char *)base + element * px_size(type);
}

/// IEEE half to single by way of the bits, so that no compiler runtime is needed. Subnormals are scaled up exactly.
static inline float px_half(uint16_t bits) {
    uint32_t sign = (uint32_t)(bits & 0x8000) << 16, exponent = (bits >> 10) & 31, mantissa = bits & 1023, out;
    float value;
    if (exponent == 0) {
        value = (float)mantissa * 0x1p-24f;
        return sign ? -value : value;
    }
    out = sign | (exponent == 31 ? 0x7f800000u : (exponent + 112) << 23) | mantissa << 13;
    memcpy(&value, &out, 4);
    return value;
}

static inline float px_element_at(px_element type, const void *base, size_t element) {
    const char *place = px_at(type, base, element);
    float value;
    uint16_t half;
    if (type == PX_F32) {
        memcpy(&value, place, 4);
        return value;
    }
    memcpy(&half, place, 2);
    if (type == PX_F16) return px_half(half);
    uint32_t wide = (uint32_t)half << 16;
    memcpy(&value, &wide, 4);
    return value;
}

static inline float px_activation_of(px_activation function, float x) {
    switch (function) {
    case PX_SILU: return x / (1 + expf(-x));
    case PX_GELU: return 0.5f * x * (1 + erff(x * 0.70710678118654752f));
    case PX_GELU_TANH: return 0.5f * x * (1 + tanhf(0.79788456080286536f * (x + 0.044715f * x * x * x)));
    case PX_RELU: break;
    }
    // Not the other way round, so that a NaN stays one.
    return x < 0 ? 0 : x;
}
