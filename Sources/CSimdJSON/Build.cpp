// The grammar: from the positions that simdjson found to nodes.
#include "CSimdJSON.h"
#include "Scanner.hpp"

#include <cstring>

namespace {

bool is_space(uint8_t c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }
bool is_digit(uint8_t c) { return c >= '0' && c <= '9'; }
bool is_hex(uint8_t c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

/// Where a scalar's check ended: past its last byte, or at the byte that is wrong.
struct Checked {
    uint32_t end;
    bool is_right;
};

class Builder {
public:
    Builder(const qm_json_scanner *scanner, qm_json_node *nodes)
        : bytes(scanner->bytes), length(uint32_t(scanner->length)), marks(scanner->stage->structural_indexes.get()),
          mark_count(scanner->stage->n_structural_indexes), nodes(nodes) {}

    int32_t run() {
        int32_t error = value();
        while (!error && depth > 0) error = step();
        if (!error && mark < mark_count) return at(marks[mark], qm_json_malformed);
        return error;
    }

    uint32_t count = 0;
    uint32_t position = 0;

private:
    const uint8_t *bytes;
    uint32_t length;
    const uint32_t *marks;
    uint32_t mark_count;
    uint32_t mark = 0;
    qm_json_node *nodes;
    uint32_t open[qm_json_max_depth];
    uint32_t depth = 0;
    bool is_fresh = false;

    int32_t at(uint32_t where, int32_t error) {
        position = where;
        return error;
    }

    /// One element or member of the innermost container, or its end.
    int32_t step() {
        if (mark >= mark_count) return at(length, qm_json_truncated);
        qm_json_node &container = nodes[open[depth - 1]];
        const bool is_object = container.kind == qm_json_object;
        uint8_t c = bytes[marks[mark]];
        if (c == (is_object ? '}' : ']')) return close(container);
        if (!is_fresh) {
            if (c != ',') return at(marks[mark], qm_json_malformed);
            mark++;
        }
        is_fresh = false;
        return is_object ? member() : value();
    }

    int32_t close(qm_json_node &container) {
        container.end = marks[mark++] + 1;
        container.next = count;
        depth--;
        is_fresh = false;
        return qm_json_ok;
    }

    int32_t member() {
        if (mark >= mark_count) return at(length, qm_json_truncated);
        if (bytes[marks[mark]] != '"') return at(marks[mark], qm_json_malformed);
        if (int32_t error = string()) return error;
        if (mark >= mark_count) return at(length, qm_json_truncated);
        if (bytes[marks[mark]] != ':') return at(marks[mark], qm_json_malformed);
        mark++;
        return value();
    }

    int32_t value() {
        if (mark >= mark_count) return at(length, qm_json_truncated);
        switch (bytes[marks[mark]]) {
        case '{': return begin(qm_json_object);
        case '[': return begin(qm_json_array);
        case '"': return string();
        case 't': return literal("true", 4, qm_json_true);
        case 'f': return literal("false", 5, qm_json_false);
        case 'n': return literal("null", 4, qm_json_null);
        default: return number();
        }
    }

    int32_t begin(uint8_t kind) {
        if (depth == qm_json_max_depth) return at(marks[mark], qm_json_too_deep);
        open[depth++] = count;
        add(marks[mark], marks[mark] + 1, kind);
        is_fresh = true;
        return qm_json_ok;
    }

    void add(uint32_t start, uint32_t end, uint8_t kind, uint8_t is_escaped = 0) {
        nodes[count] = qm_json_node{start, end, count + 1, kind, is_escaped, 0};
        count++;
        mark++;
    }

    /// The first stage has paired the quotes: the closing one is the last byte before the next mark that is no space.
    int32_t string() {
        const uint32_t start = marks[mark];
        uint32_t end = mark + 1 < mark_count ? marks[mark + 1] : length;
        while (end > start + 1 && is_space(bytes[end - 1])) end--;
        if (end < start + 2 || bytes[end - 1] != '"') return at(start, qm_json_malformed);
        const void *slash = memchr(bytes + start, '\\', end - start);
        if (slash) {
            const Checked checked = escapes(uint32_t(static_cast<const uint8_t *>(slash) - bytes), end - 1);
            if (!checked.is_right) return at(checked.end, qm_json_malformed);
        }
        add(start, end, qm_json_string, slash != nullptr);
        return qm_json_ok;
    }

    Checked escapes(uint32_t i, uint32_t end) {
        while (i < end) {
            if (bytes[i] != '\\') {
                i++;
            } else if (bytes[i + 1] == 'u') {
                if (i + 6 > end) return {i, false};
                for (uint32_t digit = i + 2; digit < i + 6; digit++)
                    if (!is_hex(bytes[digit])) return {i, false};
                i += 6;
            } else if (bytes[i + 1] && strchr("\"\\/bfnrt", bytes[i + 1])) {
                i += 2;
            } else {
                return {i, false};
            }
        }
        return {i, true};
    }

    int32_t literal(const char *word, uint32_t size, uint8_t kind) {
        const uint32_t start = marks[mark];
        const uint32_t given = length - start < size ? length - start : size;
        if (memcmp(bytes + start, word, given) != 0) return at(start, qm_json_malformed);
        if (given < size) return at(length, qm_json_truncated);
        return scalar({start + size, true}, kind);
    }

    int32_t number() {
        uint8_t kind = qm_json_integer;
        const Checked checked = digits(marks[mark], kind);
        return scalar(checked, kind);
    }

    Checked digits(uint32_t i, uint8_t &kind) {
        if (i < length && bytes[i] == '-') i++;
        if (i >= length || !is_digit(bytes[i])) return {i, false};
        if (bytes[i] == '0') i++;
        else i = past_digits(i);
        if (i < length && bytes[i] == '.') {
            kind = qm_json_float;
            const uint32_t first = ++i;
            i = past_digits(i);
            if (i == first) return {i, false};
        }
        if (i < length && (bytes[i] == 'e' || bytes[i] == 'E')) {
            kind = qm_json_float;
            i++;
            if (i < length && (bytes[i] == '+' || bytes[i] == '-')) i++;
            const uint32_t first = i;
            i = past_digits(i);
            if (i == first) return {i, false};
        }
        return {i, true};
    }

    uint32_t past_digits(uint32_t i) {
        while (i < length && is_digit(bytes[i])) i++;
        return i;
    }

    /// A literal or a number, which must be followed by the end, a space or a structural character.
    int32_t scalar(Checked checked, uint8_t kind) {
        if (!checked.is_right)
            return at(checked.end, checked.end >= length ? qm_json_truncated : qm_json_malformed);
        if (checked.end < length) {
            const uint8_t c = bytes[checked.end];
            if (!is_space(c) && c != ',' && c != ']' && c != '}' && c != ':')
                return at(checked.end, qm_json_malformed);
        }
        add(marks[mark], checked.end, kind);
        return qm_json_ok;
    }
};

}  // namespace

extern "C" int32_t qm_json_build(
    const qm_json_scanner *scanner, qm_json_node *nodes, size_t *count, size_t *position) {
    Builder builder(scanner, nodes);
    const int32_t error = builder.run();
    *count = builder.count;
    *position = builder.position;
    return error;
}
