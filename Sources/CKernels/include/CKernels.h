#pragma once
#include <stddef.h>

// Small kernels for what BLAS does badly or not at all: products of a few rows with weights in their file's own type,
// widening, and the elementwise functions of a decoder. Each exists twice: in plain C, and for AVX2 + FMA + F16C.
// Strides are in elements. Weights need no alignment.

typedef enum { PX_F32, PX_F16, PX_BF16 } px_element;

typedef struct {
    const char *_Nonnull name;

    /// y[n·y_stride + o] = Σ_i w[o·w_stride + i] · x[n·x_stride + i], for weights [outputs, inputs].
    void (*_Nonnull by_rows)(px_element type, const void *_Nonnull w, size_t w_stride, size_t outputs, size_t inputs,
                             const float *_Nonnull x, size_t x_stride, size_t count, float *_Nonnull y, size_t y_stride);

    /// y[n·y_stride + o] = Σ_i x[n·x_stride + i] · w[i·w_stride + o], for weights [inputs, outputs].
    void (*_Nonnull by_columns)(px_element type, const void *_Nonnull w, size_t w_stride, size_t outputs, size_t inputs,
                                const float *_Nonnull x, size_t x_stride, size_t count, float *_Nonnull y, size_t y_stride);

    void (*_Nonnull widen)(px_element type, const void *_Nonnull source, float *_Nonnull target, size_t count);

    /// y = x / sqrt(mean(x²) + epsilon) · weight. x and y may be the same.
    void (*_Nonnull rms_norm)(const float *_Nonnull x, const float *_Nonnull weight, float epsilon, size_t width, float *_Nonnull y);

    /// gate = gate / (1 + exp(-gate)) · up.
    void (*_Nonnull silu_product)(float *_Nonnull gate, const float *_Nonnull up, size_t count);

    /// x = softmax(scale · x), scale > 0.
    void (*_Nonnull softmax)(float *_Nonnull x, size_t count, float scale);

    /// log Σ exp(x), summed in double.
    double (*_Nonnull log_sum_exp)(const float *_Nonnull x, size_t count);
} px_kernels;

const px_kernels *_Nonnull px_plain_kernels(void);

/// NULL where the processor lacks AVX2, FMA or F16C.
const px_kernels *_Nullable px_avx2_kernels(void);
