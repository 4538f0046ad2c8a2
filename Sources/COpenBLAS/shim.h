#pragma once
#include <stddef.h>
#include <cblas.h>

// OpenBLAS exports LAPACK, but Debian's headers declare CBLAS only. Matrices are column-major; the last arguments are
// the lengths that Fortran passes behind its character arguments.
// https://netlib.org/lapack/explore-html/d8/d1c/group__heevd.html
void dsyevd_(const char *jobz, const char *uplo, const blasint *n, double *a, const blasint *lda, double *w, double *work,
             const blasint *lwork, blasint *iwork, const blasint *liwork, blasint *info, size_t jobz_length, size_t uplo_length);
// https://netlib.org/lapack/explore-html/d5/d66/group__posv.html
void dposv_(const char *uplo, const blasint *n, const blasint *nrhs, double *a, const blasint *lda, double *b, const blasint *ldb,
            blasint *info, size_t uplo_length);
