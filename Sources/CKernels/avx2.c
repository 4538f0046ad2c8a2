#include "elements.h"

#if defined(__x86_64__)
#include <immintrin.h>
#include <math.h>

// Chosen at run time, so the package needs no unsafe flags: every function carries its own target.
#define FAST __attribute__((target("avx2,fma,f16c")))
#define INLINE static inline __attribute__((always_inline)) FAST

/// Eight elements as floats. `type` is a constant wherever this is inlined, so only one case remains.
INLINE __m256 load(px_element type, const char *row, size_t i) {
    switch (type) {
    case PX_F32: return _mm256_loadu_ps((const float *)(row + 4 * i));
    case PX_F16: return _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)(row + 2 * i)));
    case PX_BF16: break;
    }
    return _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_cvtepu16_epi32(_mm_loadu_si128((const __m128i *)(row + 2 * i))), 16));
}

INLINE float sum_of(__m256 v) {
    __m128 s = _mm_add_ps(_mm256_castps256_ps128(v), _mm256_extractf128_ps(v, 1));
    s = _mm_add_ps(s, _mm_movehl_ps(s, s));
    return _mm_cvtss_f32(_mm_add_ss(s, _mm_movehdup_ps(s)));
}

/// The four sums of four vectors at once.
INLINE __m128 sums_of(__m256 a, __m256 b, __m256 c, __m256 d) {
    __m256 s = _mm256_hadd_ps(_mm256_hadd_ps(a, b), _mm256_hadd_ps(c, d));
    return _mm_add_ps(_mm256_castps256_ps128(s), _mm256_extractf128_ps(s, 1));
}

/// Four rows of w by `ROWS` rows of x: every weight is widened once and used `ROWS` times.
INLINE void four_outputs(px_element type, const char *const w[4], size_t inputs, const float *x, size_t x_stride, int rows, float *y, size_t y_stride) {
    __m256 sums[3][4];
    for (int n = 0; n < rows; n++) for (int o = 0; o < 4; o++) sums[n][o] = _mm256_setzero_ps();
    size_t i = 0;
    for (; i + 8 <= inputs; i += 8) {
        __m256 xs[3];
#pragma unroll
        for (int n = 0; n < rows; n++) xs[n] = _mm256_loadu_ps(x + (size_t)n * x_stride + i);
#pragma unroll
        for (int o = 0; o < 4; o++) {
            __m256 weights = load(type, w[o], i);
#pragma unroll
            for (int n = 0; n < rows; n++) sums[n][o] = _mm256_fmadd_ps(weights, xs[n], sums[n][o]);
        }
    }
#pragma unroll
    for (int n = 0; n < rows; n++) {
        float *out = y + (size_t)n * y_stride;
        _mm_storeu_ps(out, sums_of(sums[n][0], sums[n][1], sums[n][2], sums[n][3]));
        for (size_t j = i; j < inputs; j++)
            for (int o = 0; o < 4; o++) out[o] += px_element_at(type, w[o], j) * x[(size_t)n * x_stride + j];
    }
}

INLINE void one_output(px_element type, const char *w, size_t inputs, const float *x, float *y) {
    __m256 sums = _mm256_setzero_ps();
    size_t i = 0;
    for (; i + 8 <= inputs; i += 8) sums = _mm256_fmadd_ps(load(type, w, i), _mm256_loadu_ps(x + i), sums);
    float sum = sum_of(sums);
    for (; i < inputs; i++) sum += px_element_at(type, w, i) * x[i];
    *y = sum;
}

INLINE void by_rows_of(px_element type, const void *w, size_t w_stride, size_t outputs, size_t inputs,
                       const float *x, size_t x_stride, size_t count, float *y, size_t y_stride) {
    size_t o = 0;
    for (; o + 4 <= outputs; o += 4) {
        const char *rows[4];
        for (size_t k = 0; k < 4; k++) rows[k] = px_at(type, w, (o + k) * w_stride);
        size_t n = 0;
        while (n < count) {
            const float *from = x + n * x_stride;
            float *to = y + n * y_stride + o;
            size_t left = count - n;
            if (left == 1) {
                four_outputs(type, rows, inputs, from, x_stride, 1, to, y_stride);
                n += 1;
            } else if (left == 2 || left == 4) {
                four_outputs(type, rows, inputs, from, x_stride, 2, to, y_stride);
                n += 2;
            } else {
                four_outputs(type, rows, inputs, from, x_stride, 3, to, y_stride);
                n += 3;
            }
        }
    }
    for (; o < outputs; o++)
        for (size_t n = 0; n < count; n++) one_output(type, px_at(type, w, o * w_stride), inputs, x + n * x_stride, y + n * y_stride + o);
}

FAST static void by_rows(px_element type, const void *w, size_t w_stride, size_t outputs, size_t inputs,
                         const float *x, size_t x_stride, size_t count, float *y, size_t y_stride) {
    switch (type) {
    case PX_F32: by_rows_of(PX_F32, w, w_stride, outputs, inputs, x, x_stride, count, y, y_stride); break;
    case PX_F16: by_rows_of(PX_F16, w, w_stride, outputs, inputs, x, x_stride, count, y, y_stride); break;
    case PX_BF16: by_rows_of(PX_BF16, w, w_stride, outputs, inputs, x, x_stride, count, y, y_stride); break;
    }
}

/// Columns of w taken at a time: y stays in the first-level cache, w is still read in long runs.
enum { column_block = 1024 };

/// y += x[0]·w[0] + … + x[rows-1]·w[rows-1] over `width` columns.
INLINE void add_rows(px_element type, const char *const w[4], const float *x, int rows, size_t width, float *y) {
    __m256 factors[4];
#pragma unroll
    for (int k = 0; k < rows; k++) factors[k] = _mm256_set1_ps(x[k]);
    size_t o = 0;
    for (; o + 8 <= width; o += 8) {
        __m256 sum = _mm256_loadu_ps(y + o);
#pragma unroll
        for (int k = 0; k < rows; k++) sum = _mm256_fmadd_ps(factors[k], load(type, w[k], o), sum);
        _mm256_storeu_ps(y + o, sum);
    }
    for (; o < width; o++)
        for (int k = 0; k < rows; k++) y[o] += x[k] * px_element_at(type, w[k], o);
}

INLINE void by_columns_of(px_element type, const void *w, size_t w_stride, size_t outputs, size_t inputs,
                          const float *x, size_t x_stride, size_t count, float *y, size_t y_stride) {
    for (size_t first = 0; first < outputs; first += column_block) {
        size_t width = outputs - first < column_block ? outputs - first : column_block;
        for (size_t n = 0; n < count; n++) memset(y + n * y_stride + first, 0, width * sizeof(float));
        size_t i = 0;
        for (; i + 4 <= inputs; i += 4) {
            const char *rows[4];
            for (size_t k = 0; k < 4; k++) rows[k] = px_at(type, w, (i + k) * w_stride + first);
            for (size_t n = 0; n < count; n++) add_rows(type, rows, x + n * x_stride + i, 4, width, y + n * y_stride + first);
        }
        for (; i < inputs; i++) {
            const char *rows[4] = {px_at(type, w, i * w_stride + first)};
            for (size_t n = 0; n < count; n++) add_rows(type, rows, x + n * x_stride + i, 1, width, y + n * y_stride + first);
        }
    }
}

FAST static void by_columns(px_element type, const void *w, size_t w_stride, size_t outputs, size_t inputs,
                            const float *x, size_t x_stride, size_t count, float *y, size_t y_stride) {
    switch (type) {
    case PX_F32: by_columns_of(PX_F32, w, w_stride, outputs, inputs, x, x_stride, count, y, y_stride); break;
    case PX_F16: by_columns_of(PX_F16, w, w_stride, outputs, inputs, x, x_stride, count, y, y_stride); break;
    case PX_BF16: by_columns_of(PX_BF16, w, w_stride, outputs, inputs, x, x_stride, count, y, y_stride); break;
    }
}

INLINE void widen_of(px_element type, const char *source, float *target, size_t count) {
    size_t i = 0;
    for (; i + 8 <= count; i += 8) _mm256_storeu_ps(target + i, load(type, source, i));
    for (; i < count; i++) target[i] = px_element_at(type, source, i);
}

FAST static void widen(px_element type, const void *source, float *target, size_t count) {
    switch (type) {
    case PX_F32: memcpy(target, source, count * sizeof(float)); break;
    case PX_F16: widen_of(PX_F16, source, target, count); break;
    case PX_BF16: widen_of(PX_BF16, source, target, count); break;
    }
}

FAST static void rms_norm(const float *x, const float *weight, float epsilon, size_t width, float *y) {
    __m256 squares = _mm256_setzero_ps();
    size_t i = 0;
    for (; i + 8 <= width; i += 8) {
        __m256 v = _mm256_loadu_ps(x + i);
        squares = _mm256_fmadd_ps(v, v, squares);
    }
    float sum = sum_of(squares);
    for (; i < width; i++) sum += x[i] * x[i];
    float factor = 1 / sqrtf(sum / (float)width + epsilon);
    __m256 factors = _mm256_set1_ps(factor);
    for (i = 0; i + 8 <= width; i += 8)
        _mm256_storeu_ps(y + i, _mm256_mul_ps(_mm256_loadu_ps(weight + i), _mm256_mul_ps(_mm256_loadu_ps(x + i), factors)));
    for (; i < width; i++) y[i] = weight[i] * (x[i] * factor);
}

/// exp(x) = 2^n · exp(r), r = x - n·ln 2 in two steps, exp(r) by the polynomial of Cephes' expf (about 2 units in the last place).
/// Clamped to where the result is a normal number; a NaN stays one because min and max return their second operand.
INLINE __m256 exponential(__m256 x) {
    x = _mm256_max_ps(_mm256_set1_ps(-87.3f), _mm256_min_ps(_mm256_set1_ps(88.0f), x));
    __m256 n = _mm256_round_ps(_mm256_mul_ps(x, _mm256_set1_ps(1.44269504088896341f)), _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC);
    __m256 r = _mm256_fnmadd_ps(n, _mm256_set1_ps(0.693359375f), x);
    r = _mm256_fnmadd_ps(n, _mm256_set1_ps(-2.12194440e-4f), r);
    __m256 p = _mm256_set1_ps(1.9875691500e-4f);
    p = _mm256_fmadd_ps(p, r, _mm256_set1_ps(1.3981999507e-3f));
    p = _mm256_fmadd_ps(p, r, _mm256_set1_ps(8.3334519073e-3f));
    p = _mm256_fmadd_ps(p, r, _mm256_set1_ps(4.1665795894e-2f));
    p = _mm256_fmadd_ps(p, r, _mm256_set1_ps(1.6666665459e-1f));
    p = _mm256_fmadd_ps(p, r, _mm256_set1_ps(5.0000001201e-1f));
    p = _mm256_add_ps(_mm256_fmadd_ps(p, _mm256_mul_ps(r, r), r), _mm256_set1_ps(1));
    __m256i power = _mm256_slli_epi32(_mm256_add_epi32(_mm256_cvtps_epi32(n), _mm256_set1_epi32(127)), 23);
    return _mm256_mul_ps(p, _mm256_castsi256_ps(power));
}

/// tanh(x) as a quotient of polynomials, clamped to where it rounds to ±1 (the coefficients of Eigen's ptanh; a few units in the last place).
INLINE __m256 hyperbolic_tangent(__m256 x) {
    x = _mm256_max_ps(_mm256_set1_ps(-7.90531110763549805f), _mm256_min_ps(_mm256_set1_ps(7.90531110763549805f), x));
    __m256 s = _mm256_mul_ps(x, x);
    __m256 p = _mm256_set1_ps(-2.76076847742355e-16f);
    p = _mm256_fmadd_ps(p, s, _mm256_set1_ps(2.00018790482477e-13f));
    p = _mm256_fmadd_ps(p, s, _mm256_set1_ps(-8.60467152213735e-11f));
    p = _mm256_fmadd_ps(p, s, _mm256_set1_ps(5.12229709037114e-08f));
    p = _mm256_fmadd_ps(p, s, _mm256_set1_ps(1.48572235717979e-05f));
    p = _mm256_fmadd_ps(p, s, _mm256_set1_ps(6.37261928875436e-04f));
    p = _mm256_fmadd_ps(p, s, _mm256_set1_ps(4.89352455891786e-03f));
    __m256 q = _mm256_set1_ps(1.19825839466702e-06f);
    q = _mm256_fmadd_ps(q, s, _mm256_set1_ps(1.18534705686654e-04f));
    q = _mm256_fmadd_ps(q, s, _mm256_set1_ps(2.26843463243900e-03f));
    q = _mm256_fmadd_ps(q, s, _mm256_set1_ps(4.89352518554385e-03f));
    return _mm256_div_ps(_mm256_mul_ps(x, p), q);
}

FAST static void layer_norm(const float *x, const float *weight, const float *bias, float epsilon, size_t width, float *y) {
    __m256 sums = _mm256_setzero_ps(), squares = sums;
    size_t i = 0;
    for (; i + 8 <= width; i += 8) sums = _mm256_add_ps(sums, _mm256_loadu_ps(x + i));
    float sum = sum_of(sums);
    for (; i < width; i++) sum += x[i];
    float mean = sum / (float)width;
    __m256 means = _mm256_set1_ps(mean);
    for (i = 0; i + 8 <= width; i += 8) {
        __m256 v = _mm256_sub_ps(_mm256_loadu_ps(x + i), means);
        squares = _mm256_fmadd_ps(v, v, squares);
    }
    float square = sum_of(squares);
    for (; i < width; i++) square += (x[i] - mean) * (x[i] - mean);
    float factor = 1 / sqrtf(square / (float)width + epsilon);
    __m256 factors = _mm256_set1_ps(factor);
    for (i = 0; i + 8 <= width; i += 8) {
        __m256 v = _mm256_mul_ps(_mm256_sub_ps(_mm256_loadu_ps(x + i), means), factors);
        _mm256_storeu_ps(y + i, _mm256_fmadd_ps(v, _mm256_loadu_ps(weight + i), _mm256_loadu_ps(bias + i)));
    }
    for (; i < width; i++) y[i] = (x[i] - mean) * factor * weight[i] + bias[i];
}

/// x / (1 + exp(-s)): SiLU where s = x, and as (1 + tanh(u))/2 = 1 / (1 + exp(-2u)), GELU with tanh where s = 2u.
INLINE __m256 activation(px_activation function, __m256 x) {
    __m256 s = x;
    if (function == PX_GELU_TANH) {
        __m256 cube = _mm256_mul_ps(_mm256_set1_ps(0.044715f), _mm256_mul_ps(x, _mm256_mul_ps(x, x)));
        s = _mm256_mul_ps(_mm256_set1_ps(2 * 0.79788456080286536f), _mm256_add_ps(x, cube));
    }
    __m256 below = _mm256_add_ps(_mm256_set1_ps(1), exponential(_mm256_sub_ps(_mm256_setzero_ps(), s)));
    return _mm256_div_ps(x, below);
}

FAST static void activate(px_activation function, float *x, const float *factor, size_t count) {
    size_t i = 0;
    // erf has no vector form here, and max(x, 0) needs none.
    if (function == PX_SILU || function == PX_GELU_TANH) {
        for (; i + 8 <= count; i += 8) {
            __m256 v = activation(function, _mm256_loadu_ps(x + i));
            _mm256_storeu_ps(x + i, factor ? _mm256_mul_ps(v, _mm256_loadu_ps(factor + i)) : v);
        }
    }
    for (; i < count; i++) x[i] = px_activation_of(function, x[i]) * (factor ? factor[i] : 1);
}

FAST static void soft_cap(float *x, size_t count, float scale, float cap) {
    __m256 before = _mm256_set1_ps(scale / cap), after = _mm256_set1_ps(cap);
    size_t i = 0;
    for (; i + 8 <= count; i += 8)
        _mm256_storeu_ps(x + i, _mm256_mul_ps(after, hyperbolic_tangent(_mm256_mul_ps(before, _mm256_loadu_ps(x + i)))));
    for (; i < count; i++) x[i] = cap * tanhf(scale * x[i] / cap);
}

FAST static float largest(const float *x, size_t count) {
    float found = -INFINITY;
    size_t i = 0;
    if (count >= 8) {
        __m256 most = _mm256_loadu_ps(x);
        for (i = 8; i + 8 <= count; i += 8) most = _mm256_max_ps(most, _mm256_loadu_ps(x + i));
        float lanes[8];
        _mm256_storeu_ps(lanes, most);
        for (int k = 0; k < 8; k++) found = lanes[k] > found ? lanes[k] : found;
    }
    for (; i < count; i++) found = x[i] > found ? x[i] : found;
    return found;
}

FAST static void softmax(float *x, size_t count, float scale) {
    float highest = largest(x, count);
    __m256 scales = _mm256_set1_ps(scale), most = _mm256_set1_ps(highest), sums = _mm256_setzero_ps();
    size_t i = 0;
    for (; i + 8 <= count; i += 8) {
        __m256 e = exponential(_mm256_mul_ps(scales, _mm256_sub_ps(_mm256_loadu_ps(x + i), most)));
        sums = _mm256_add_ps(sums, e);
        _mm256_storeu_ps(x + i, e);
    }
    float sum = sum_of(sums);
    for (; i < count; i++) sum += x[i] = expf(scale * (x[i] - highest));
    float factor = 1 / sum;
    for (i = 0; i < count; i++) x[i] *= factor;
}

FAST static double log_sum_exp(const float *x, size_t count) {
    float highest = largest(x, count);
    __m256 most = _mm256_set1_ps(highest);
    __m256d low = _mm256_setzero_pd(), high = _mm256_setzero_pd();
    size_t i = 0;
    for (; i + 8 <= count; i += 8) {
        __m256 e = exponential(_mm256_sub_ps(_mm256_loadu_ps(x + i), most));
        low = _mm256_add_pd(low, _mm256_cvtps_pd(_mm256_castps256_ps128(e)));
        high = _mm256_add_pd(high, _mm256_cvtps_pd(_mm256_extractf128_ps(e, 1)));
    }
    double lanes[4], sum = 0;
    _mm256_storeu_pd(lanes, _mm256_add_pd(low, high));
    for (int k = 0; k < 4; k++) sum += lanes[k];
    for (; i < count; i++) sum += exp((double)x[i] - highest);
    return highest + log(sum);
}

const px_kernels *px_avx2_kernels(void) {
    static const px_kernels kernels = {"AVX2", by_rows, by_columns, widen, rms_norm, layer_norm, activate, soft_cap, softmax, log_sum_exp};
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c") ? &kernels : NULL;
}
#else
const px_kernels *px_avx2_kernels(void) { return NULL; }
#endif
