// The first stage, which is simdjson's own.
#include "CSimdJSON.h"
#include "Scanner.hpp"

#include <new>

static int32_t translated(simdjson::error_code error) {
    switch (error) {
    case simdjson::EMPTY: return qm_json_empty;
    case simdjson::UNCLOSED_STRING: return qm_json_truncated;
    case simdjson::UTF8_ERROR: return qm_json_not_utf8;
    case simdjson::CAPACITY:
    case simdjson::MEMALLOC: return qm_json_too_large;
    default: return qm_json_malformed;
    }
}

extern "C" qm_json_scanner *qm_json_scan(const uint8_t *bytes, size_t length, int32_t *error) {
    if (length == 0) return *error = qm_json_empty, nullptr;
    if (length >= UINT32_MAX - 64) return *error = qm_json_too_large, nullptr;
    std::unique_ptr<qm_json_scanner> scanner(new (std::nothrow) qm_json_scanner{bytes, length, nullptr});
    if (!scanner) return *error = qm_json_too_large, nullptr;
    simdjson::error_code code = simdjson::get_active_implementation()->create_dom_parser_implementation(
        length, qm_json_max_depth, scanner->stage);
    if (!code) code = scanner->stage->stage1(bytes, length, simdjson::stage1_mode::regular);
    if (code) return *error = translated(code), nullptr;
    *error = qm_json_ok;
    return scanner.release();
}

extern "C" size_t qm_json_capacity(const qm_json_scanner *scanner) { return scanner->stage->n_structural_indexes; }

extern "C" void qm_json_free(qm_json_scanner *scanner) { delete scanner; }
