// The fast kernels beside the plain ones on made-up sizes, strides and bytes, each array exactly as long as the kernel may touch: the address
// sanitizer sees whoever reads or writes beside it, and a figure that is another one ends the run.
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "CKernels.h"

typedef struct { const uint8_t *bytes; size_t count; } source;

static size_t number(source *from, size_t most) {
    if (!from->count) return 0;
    from->count--;
    return *from->bytes++ % (most + 1);
}

/// An array of exactly so many bytes: the input again and again.
static void *filled(source *from, size_t size) {
    uint8_t *target = malloc(size ? size : 1);
    for (size_t i = 0; i < size; i++) target[i] = from->count ? from->bytes[i % from->count] : (uint8_t)(i * 37);
    return target;
}

static size_t size_of(px_element type) { return type == PX_F32 ? 4 : 2; }

static void differ(const char *what, double a, double b, double allowed) {
    fprintf(stderr, "%s: %.9g and %.9g differ by more than %.3g\n", what, a, b, allowed);
    abort();
}

static void compare(const char *what, const float *a, const float *b, size_t count, const double *allowed, double factor) {
    for (size_t i = 0; i < count; i++) {
        double bound = allowed ? factor * allowed[i] + 1e-30 : factor * (fabs(a[i]) + 1e-6);
        if (isfinite(a[i]) && isfinite(b[i]) && isfinite(bound) && fabs((double)a[i] - b[i]) > bound) differ(what, a[i], b[i], bound);
    }
}

static void products(source *from, int columns) {
    const px_kernels *plain = px_plain_kernels(), *fast = px_avx2_kernels();
    px_element type = (px_element)number(from, 2);
    size_t outputs = number(from, 70), inputs = number(from, 70), count = number(from, 9);
    size_t width = columns ? outputs : inputs, height = columns ? inputs : outputs;
    size_t w_stride = width + number(from, 5), x_stride = inputs + number(from, 5), y_stride = outputs + number(from, 5);
    size_t w_count = height ? (height - 1) * w_stride + width : 0, x_count = count ? (count - 1) * x_stride + inputs : 0, y_count = count ? (count - 1) * y_stride + outputs : 0;
    void *w = filled(from, w_count * size_of(type));
    float *x = filled(from, x_count * 4), *a = calloc(y_count ? y_count : 1, 4), *b = calloc(y_count ? y_count : 1, 4), *wide = malloc(w_count * 4 + 4);
    double *sizes = calloc(y_count + 1, 8);
    // Numbers that can be compared: nothing close to the end of floats.
    for (size_t i = 0; i < x_count; i++) if (!isfinite(x[i]) || fabsf(x[i]) > 1e15f) x[i] = (float)i;
    plain->widen(type, w, wide, w_count);
    (columns ? plain->by_columns : plain->by_rows)(type, w, w_stride, outputs, inputs, x, x_stride, count, a, y_stride);
    if (fast) {
        (columns ? fast->by_columns : fast->by_rows)(type, w, w_stride, outputs, inputs, x, x_stride, count, b, y_stride);
        for (size_t n = 0; n < count; n++)
            for (size_t o = 0; o < outputs; o++)
                for (size_t i = 0; i < inputs; i++) sizes[n * y_stride + o] += fabs((double)wide[columns ? i * w_stride + o : o * w_stride + i] * x[n * x_stride + i]);
        compare(columns ? "by_columns" : "by_rows", a, b, y_count, sizes, 1e-4);
        float *again = malloc(w_count * 4 + 4);
        fast->widen(type, w, again, w_count);
        for (size_t i = 0; i < w_count; i++) if (memcmp(&wide[i], &again[i], 4) && !(isnan(wide[i]) && isnan(again[i]))) differ("widen", wide[i], again[i], 0);
        free(again);
    }
    free(w), free(x), free(a), free(b), free(wide), free(sizes);
}

static void elements(source *from, size_t kind) {
    const px_kernels *all[2] = {px_plain_kernels(), px_avx2_kernels()};
    size_t count = number(from, 100), function = number(from, 3), has_factor = number(from, 1);
    float *x = filled(from, count * 4), *factor = malloc(count * 4 + 1), *results[2];
    double sums[2] = {0, 0};
    for (size_t i = 0; i < count; i++) {
        if (kind != 5 && (!isfinite(x[i]) || fabsf(x[i]) > 1e4f)) x[i] = (float)i / 7 - 3;
        factor[i] = (float)(i % 5) - 2;
    }
    for (int k = 0; k < 2; k++) {
        results[k] = malloc(count * 4 + 1);
        memcpy(results[k], x, count * 4);
        const px_kernels *own = all[k] ? all[k] : all[0];
        float *y = results[k];
        switch (kind) {
        case 0: own->rms_norm(x, factor, 1e-5f, count, y); break;
        case 1: own->layer_norm(x, factor, factor, 1e-5f, count, y); break;
        case 2: own->activate((px_activation)function, y, has_factor ? factor : NULL, count); break;
        case 3: own->soft_cap(y, count, 0.5f, 30); break;
        case 4: if (count) own->softmax(y, count, 0.25f); break;
        // Whatever the numbers are, nothing beside them is touched.
        case 5: own->activate((px_activation)function, y, factor, count); own->soft_cap(y, count, 1, 30); if (count) own->softmax(y, count, 1); break;
        default: if (count) sums[k] = own->log_sum_exp(x, count);
        }
    }
    const char *names[] = {"rms_norm", "layer_norm", "activate", "soft_cap", "softmax", "", "log_sum_exp"};
    if (kind < 5) {
        double *allowed = malloc(count * 8 + 1), largest = 0;
        for (size_t i = 0; i < count; i++) largest = fmax(largest, fabs(x[i]));
        // A mean is as exact as the largest number allows, and where all are nearly equal 1/√ε takes it many times.
        for (size_t i = 0; i < count; i++) allowed[i] = fabs(results[0][i]) + (kind == 4 ? 1e-3 : 1e-2) + (kind == 1 ? 5 * largest : 0);
        compare(names[kind], results[0], results[1], count, allowed, 2e-4);
        free(allowed);
    }
    if (kind == 6 && isfinite(sums[0]) && fabs(sums[0] - sums[1]) > 1e-4 * (1 + fabs(sums[0]))) differ(names[6], sums[0], sums[1], 1e-4);
    free(x), free(factor), free(results[0]), free(results[1]);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count) {
    source from = {bytes, count};
    size_t kind = number(&from, 8);
    if (kind < 2) products(&from, (int)kind); else elements(&from, kind - 2);
    return 0;
}
