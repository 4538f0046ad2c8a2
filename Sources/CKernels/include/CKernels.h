#pragma once
#include <stddef.h>

// Small kernels for what BLAS does badly or not at all: products of a few rows with weights in their file's own type,
// widening, and the elementwise functions of a decoder. Each exists twice: in plain C, and for AVX2 + FMA + F16C.
// Strides are in elements. Weights need no alignment.

typedef enum { PX_F32, PX_F16, PX_BF16 } px_element;

/// x / (1 + exp(-x)); x/2 · (1 + erf(x/√2)); x/2 · (1 + tanh(√(2/π) · (x + 0.044715 x³))); max(x, 0).
typedef enum { PX_SILU, PX_GELU, PX_GELU_TANH, PX_RELU } px_activation;

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

    /// y = (x - mean(x)) / sqrt(mean((x - mean(x))²) + epsilon) · weight + bias. x and y may be the same.
    void (*_Nonnull layer_norm)(const float *_Nonnull x, const float *_Nonnull weight, const float *_Nonnull bias, float epsilon,
                                size_t width, float *_Nonnull y);

    /// x = f(x) · factor; without a factor x = f(x).
    void (*_Nonnull activate)(px_activation function, float *_Nonnull x, const float *_Nullable factor, size_t count);

    /// x = cap · tanh(scale · x / cap).
    void (*_Nonnull soft_cap)(float *_Nonnull x, size_t count, float scale, float cap);

    /// x = softmax(scale · x), scale > 0.
    void (*_Nonnull softmax)(float *_Nonnull x, size_t count, float scale);

    /// log Σ exp(x), summed in double.
    double (*_Nonnull log_sum_exp)(const float *_Nonnull x, size_t count);
} px_kernels;

const px_kernels *_Nonnull px_plain_kernels(void);

/// NULL where the processor lacks AVX2, FMA or F16C.
const px_kernels *_Nullable px_avx2_kernels(void);
