#include <math.h>
#include "elements.h"

// The kernels as one would write them down: for processors without AVX2, and what the fast ones are compared with.

static void by_rows(px_element type, const void *w, size_t w_stride, size_t outputs, size_t inputs,
                    const float *x, size_t x_stride, size_t count, float *y, size_t y_stride) {
    for (size_t o = 0; o < outputs; o++) {
        const void *row = px_at(type, w, o * w_stride);
        for (size_t n = 0; n < count; n++) {
            float sum = 0;
            for (size_t i = 0; i < inputs; i++) sum += px_element_at(type, row, i) * x[n * x_stride + i];
            y[n * y_stride + o] = sum;
        }
    }
}

static void by_columns(px_element type, const void *w, size_t w_stride, size_t outputs, size_t inputs,
                       const float *x, size_t x_stride, size_t count, float *y, size_t y_stride) {
    for (size_t n = 0; n < count; n++) {
        memset(y + n * y_stride, 0, outputs * sizeof(float));
        for (size_t i = 0; i < inputs; i++) {
            const void *row = px_at(type, w, i * w_stride);
            float factor = x[n * x_stride + i];
            for (size_t o = 0; o < outputs; o++) y[n * y_stride + o] += factor * px_element_at(type, row, o);
        }
    }
}

static void widen(px_element type, const void *source, float *target, size_t count) {
    for (size_t i = 0; i < count; i++) target[i] = px_element_at(type, source, i);
}

static void rms_norm(const float *x, const float *weight, float epsilon, size_t width, float *y) {
    float sum = 0;
    for (size_t i = 0; i < width; i++) sum += x[i] * x[i];
    float factor = 1 / sqrtf(sum / (float)width + epsilon);
    for (size_t i = 0; i < width; i++) y[i] = weight[i] * (x[i] * factor);
}

static void layer_norm(const float *x, const float *weight, const float *bias, float epsilon, size_t width, float *y) {
    double sum = 0, squares = 0;
    for (size_t i = 0; i < width; i++) sum += x[i];
    float mean = (float)(sum / (double)width);
    for (size_t i = 0; i < width; i++) squares += (double)(x[i] - mean) * (x[i] - mean);
    float factor = 1 / sqrtf((float)(squares / (double)width) + epsilon);
    for (size_t i = 0; i < width; i++) y[i] = (x[i] - mean) * factor * weight[i] + bias[i];
}

static void activate(px_activation function, float *x, const float *factor, size_t count) {
    for (size_t i = 0; i < count; i++) x[i] = px_activation_of(function, x[i]) * (factor ? factor[i] : 1);
}

static void soft_cap(float *x, size_t count, float scale, float cap) {
    for (size_t i = 0; i < count; i++) x[i] = cap * tanhf(scale * x[i] / cap);
}

static float largest(const float *x, size_t count) {
    float found = -INFINITY;
    for (size_t i = 0; i < count; i++) found = x[i] > found ? x[i] : found;
    return found;
}

static void softmax(float *x, size_t count, float scale) {
    float highest = largest(x, count), sum = 0;
    for (size_t i = 0; i < count; i++) sum += x[i] = expf(scale * (x[i] - highest));
    for (size_t i = 0; i < count; i++) x[i] /= sum;
}

static double log_sum_exp(const float *x, size_t count) {
    float highest = largest(x, count);
    double sum = 0;
    for (size_t i = 0; i < count; i++) sum += exp((double)x[i] - highest);
    return highest + log(sum);
}

const px_kernels *px_plain_kernels(void) {
    static const px_kernels kernels = {"plain", by_rows, by_columns, widen, rms_norm, layer_norm, activate, soft_cap, softmax, log_sum_exp};
    return &kernels;
}
