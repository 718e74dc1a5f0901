#pragma once

#include <cstdint>
#include <memory>
#include <simdjson.h>

/// A document after simdjson's first stage. The bytes belong to the caller.
struct qm_json_scanner {
    const uint8_t *bytes;
    size_t length;
    std::unique_ptr<simdjson::internal::dom_parser_implementation> stage;
};
