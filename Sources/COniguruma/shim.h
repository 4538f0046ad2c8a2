#pragma once
#include <oniguruma.h>
#include <stdint.h>

// Encodings and syntaxes are C globals, which are not concurrency-safe in Swift's eyes; nothing writes them.

/// Must have been called once before anything else here.
static inline int co_initialize(unsigned int deepest) {
    OnigEncoding encodings[] = { ONIG_ENCODING_UTF8 };
    int code = onig_initialize(encodings, 1);
    if (code == ONIG_NORMAL) code = onig_set_parse_depth_limit(deepest);
    return code;
}

/// Compiles UTF-8 as huggingface/tokenizers does (the library's own syntax, no options). One thread at a time.
/// On failure the message (at least ONIG_MAX_ERROR_MESSAGE_LEN bytes) says what is wrong, and its length is in `length`.
static inline int co_compile(OnigRegex *regex, const uint8_t *pattern, long count, uint8_t *message, int *length) {
    OnigErrorInfo info;
    int code = onig_new(regex, pattern, pattern + count, ONIG_OPTION_NONE, ONIG_ENCODING_UTF8, ONIG_SYNTAX_ONIGURUMA, &info);
    *length = code == ONIG_NORMAL ? 0 : onig_error_code_to_str(message, code, &info);
    return code;
}

/// The first match that starts at `start` or after it, of at most `retries` retries over all starts.
static inline int co_search(OnigRegex regex, const uint8_t *text, long count, long start, OnigRegion *region, OnigMatchParam *limits, unsigned long retries) {
    onig_set_retry_limit_in_match_of_match_param(limits, retries);
    onig_set_retry_limit_in_search_of_match_param(limits, retries);
    return onig_search_with_param(regex, text, text + count, text + start, text + count, region, ONIG_OPTION_NONE, limits);
}

/// The match that starts at `at` and nowhere else. `isFirst`: the search for it began here, so that \G holds.
static inline int co_match(OnigRegex regex, const uint8_t *text, long count, long at, int isFirst, OnigRegion *region, OnigMatchParam *limits, unsigned long retries) {
    onig_set_retry_limit_in_match_of_match_param(limits, retries);
    onig_set_retry_limit_in_search_of_match_param(limits, 0);
    return onig_match_with_param(regex, text, text + count, text + at, region, isFirst ? ONIG_OPTION_NONE : ONIG_OPTION_NOT_BEGIN_POSITION, limits);
}

static const int co_mismatch = ONIG_MISMATCH;
static const int co_out_of_stack = ONIGERR_MATCH_STACK_LIMIT_OVER;
static const int co_out_of_retries_in_match = ONIGERR_RETRY_LIMIT_IN_MATCH_OVER;
static const int co_out_of_retries_in_search = ONIGERR_RETRY_LIMIT_IN_SEARCH_OVER;
static const int co_longest_message = ONIG_MAX_ERROR_MESSAGE_LEN;
