// Reading nodes: members by name, characters, compact text, doubles.
#include "CSimdJSON.h"

#include <charconv>
#include <cstring>

namespace {

uint32_t hex(const uint8_t *digits) {
    uint32_t value = 0;
    for (int i = 0; i < 4; i++) {
        const uint8_t c = digits[i];
        value = value << 4 | uint32_t(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
    }
    return value;
}

bool is_high(uint32_t unit) { return unit >= 0xD800 && unit < 0xDC00; }
bool is_low(uint32_t unit) { return unit >= 0xDC00 && unit < 0xE000; }

uint8_t *put(uint32_t scalar, uint8_t *output) {
    if (scalar < 0x80) {
        *output++ = uint8_t(scalar);
    } else if (scalar < 0x800) {
        *output++ = uint8_t(0xC0 | scalar >> 6);
        *output++ = uint8_t(0x80 | (scalar & 0x3F));
    } else if (scalar < 0x10000) {
        *output++ = uint8_t(0xE0 | scalar >> 12);
        *output++ = uint8_t(0x80 | (scalar >> 6 & 0x3F));
        *output++ = uint8_t(0x80 | (scalar & 0x3F));
    } else {
        *output++ = uint8_t(0xF0 | scalar >> 18);
        *output++ = uint8_t(0x80 | (scalar >> 12 & 0x3F));
        *output++ = uint8_t(0x80 | (scalar >> 6 & 0x3F));
        *output++ = uint8_t(0x80 | (scalar & 0x3F));
    }
    return output;
}

/// The scalar of a `\u` escape at `i` (of a pair, if it is one), and the step past it. A lone surrogate gives U+FFFD.
uint32_t unicode(const uint8_t *bytes, uint32_t i, uint32_t end, uint32_t &step) {
    const uint32_t unit = hex(bytes + i + 2);
    step = 6;
    if (is_high(unit) && i + 12 <= end && bytes[i + 6] == '\\' && bytes[i + 7] == 'u') {
        const uint32_t low = hex(bytes + i + 8);
        if (is_low(low)) {
            step = 12;
            return 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
        }
    }
    return is_high(unit) || is_low(unit) ? 0xFFFD : unit;
}

uint8_t simple(uint8_t c) {
    switch (c) {
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return c;
    }
}

/// The string as it is but for what jsonb refuses: NUL is dropped, a lone surrogate becomes U+FFFD.
uint8_t *copy_escaped(const uint8_t *bytes, const qm_json_node &node, uint8_t *output) {
    uint32_t i = node.start;
    const uint32_t end = node.end;
    while (i < end) {
        if (bytes[i] != '\\') {
            *output++ = bytes[i++];
            continue;
        }
        uint32_t step = 2;
        const uint32_t scalar = bytes[i + 1] == 'u' ? unicode(bytes, i, end - 1, step) : 1;
        if (scalar == 0xFFFD) output = put(scalar, output);
        else if (scalar != 0) memcpy(output, bytes + i, step), output += step;
        i += step;
    }
    return output;
}

/// A number that jsonb's numeric may not hold (131,072 digits) is written as a string.
bool is_monstrous(const uint8_t *bytes, const qm_json_node &node) {
    const uint32_t size = node.end - node.start;
    if (size > 10000) return true;
    if (node.kind != qm_json_float) return false;
    for (uint32_t i = node.start; i < node.end; i++) {
        if ((bytes[i] | 0x20) != 'e') continue;
        uint32_t digit = i + 1;
        while (digit < node.end && (bytes[digit] < '1' || bytes[digit] > '9')) digit++;
        return node.end - digit > 3;
    }
    return false;
}

uint8_t *write_scalar(const uint8_t *bytes, const qm_json_node &node, uint8_t *output) {
    const bool is_number = node.kind == qm_json_integer || node.kind == qm_json_float;
    if (node.is_escaped) return copy_escaped(bytes, node, output);
    const bool is_quoted = is_number && is_monstrous(bytes, node);
    if (is_quoted) *output++ = '"';
    memcpy(output, bytes + node.start, node.end - node.start);
    output += node.end - node.start;
    if (is_quoted) *output++ = '"';
    return output;
}

uint8_t *write(const uint8_t *bytes, const qm_json_node *nodes, uint32_t at, uint8_t *output) {
    const qm_json_node &node = nodes[at];
    if (node.kind < qm_json_array) return write_scalar(bytes, node, output);
    const bool is_object = node.kind == qm_json_object;
    *output++ = is_object ? '{' : '[';
    for (uint32_t child = at + 1; child < node.next;) {
        if (child > at + 1) *output++ = ',';
        if (is_object) {
            output = write_scalar(bytes, nodes[child++], output);
            *output++ = ':';
        }
        output = write(bytes, nodes, child, output);
        child = nodes[child].next;
    }
    *output++ = is_object ? '}' : ']';
    return output;
}

/// Nodes of a document, few.
struct Places {
    const uint32_t *places;
    size_t count;
    bool have(uint32_t node) const {
        for (size_t i = 0; i < count; i++)
            if (places[i] == node) return true;
        return false;
    }
};

/// Whether no later member of the object is written as this one is.
bool is_last_twin(const uint8_t *bytes, const qm_json_node *nodes, uint32_t key, uint32_t end) {
    const qm_json_node &name = nodes[key];
    const uint32_t size = name.end - name.start;
    for (uint32_t other = nodes[key + 1].next; other < end; other = nodes[other + 1].next)
        if (nodes[other].end - nodes[other].start == size &&
            memcmp(bytes + nodes[other].start, bytes + name.start, size) == 0)
            return false;
    return true;
}

uint8_t *write_rest(
    const uint8_t *bytes, const qm_json_node *nodes, uint32_t object, const Places &omitted, const Places &entered,
    uint8_t *const begin) {
    uint8_t *output = begin;
    const uint32_t end = nodes[object].next;
    for (uint32_t key = object + 1; key < end; key = nodes[key + 1].next) {
        const uint32_t value = key + 1;
        if (nodes[value].kind == qm_json_null || omitted.have(value) || !is_last_twin(bytes, nodes, key, end)) continue;
        uint8_t *const start = output;
        *output++ = start == begin ? '{' : ',';
        output = write_scalar(bytes, nodes[key], output);
        *output++ = ':';
        if (nodes[value].kind != qm_json_object || !entered.have(value)) {
            output = write(bytes, nodes, value, output);
            continue;
        }
        uint8_t *const inner = output;
        output = write_rest(bytes, nodes, value, omitted, entered, inner);
        if (output == inner) output = start;
    }
    if (output != begin) *output++ = '}';
    return output;
}

bool is_named(const uint8_t *bytes, const qm_json_node &node, const uint8_t *name, size_t length) {
    const size_t size = node.end - node.start - 2;
    if (!node.is_escaped) return size == length && memcmp(bytes + node.start + 1, name, length) == 0;
    if (size < length) return false;
    uint8_t small[256];
    uint8_t *plain = size <= sizeof small ? small : new uint8_t[size];
    const bool is_same = qm_json_unescape(bytes, &node, plain) == length && memcmp(plain, name, length) == 0;
    if (plain != small) delete[] plain;
    return is_same;
}

}  // namespace

extern "C" uint32_t qm_json_find(
    const uint8_t *bytes, const qm_json_node *nodes, uint32_t object, const uint8_t *name, size_t length) {
    uint32_t found = 0;
    for (uint32_t key = object + 1; key < nodes[object].next; key = nodes[key + 1].next)
        if (is_named(bytes, nodes[key], name, length)) found = key + 1;
    return found;
}

extern "C" void qm_json_find_all(
    const uint8_t *bytes, const qm_json_node *nodes, uint32_t object, const qm_json_name *names, size_t count,
    uint32_t *found) {
    memset(found, 0, count * sizeof *found);
    // Objects of a list have their members in one order mostly, and the names are given in about that order: each member is
    // first held against the name after the one that was met last.
    size_t next = 0;
    for (uint32_t key = object + 1; key < nodes[object].next; key = nodes[key + 1].next) {
        for (size_t tried = 0; tried < count; tried++) {
            const size_t name = next + tried < count ? next + tried : next + tried - count;
            if (!is_named(bytes, nodes[key], names[name].bytes, names[name].length)) continue;
            found[name] = key + 1;
            next = name + 1 < count ? name + 1 : 0;
            break;
        }
    }
}

extern "C" size_t qm_json_unescape(const uint8_t *bytes, const qm_json_node *node, uint8_t *output) {
    uint8_t *const begin = output;
    const uint32_t end = node->end - 1;
    for (uint32_t i = node->start + 1; i < end;) {
        if (bytes[i] != '\\') {
            *output++ = bytes[i++];
        } else if (bytes[i + 1] == 'u') {
            uint32_t step;
            output = put(unicode(bytes, i, end, step), output);
            i += step;
        } else {
            *output++ = simple(bytes[i + 1]);
            i += 2;
        }
    }
    return size_t(output - begin);
}

extern "C" size_t qm_json_write(const uint8_t *bytes, const qm_json_node *nodes, uint32_t node, uint8_t *output) {
    return size_t(write(bytes, nodes, node, output) - output);
}

extern "C" size_t qm_json_write_rest(
    const uint8_t *bytes, const qm_json_node *nodes, uint32_t object, const uint32_t *omitted, size_t omitted_count,
    const uint32_t *entered, size_t entered_count, uint8_t *output) {
    return size_t(
        write_rest(bytes, nodes, object, {omitted, omitted_count}, {entered, entered_count}, output) - output);
}

extern "C" size_t qm_json_write_part(
    const uint8_t *bytes, const qm_json_node *nodes, uint32_t object, const qm_json_name *names, size_t count,
    int32_t is_wanted, uint8_t *output) {
    uint8_t *const begin = output;
    *output++ = '{';
    for (uint32_t key = object + 1; key < nodes[object].next; key = nodes[key + 1].next) {
        bool has_name = false;
        for (size_t i = 0; i < count && !has_name; i++)
            has_name = is_named(bytes, nodes[key], names[i].bytes, names[i].length);
        if (has_name != (is_wanted != 0)) continue;
        if (output != begin + 1) *output++ = ',';
        output = write_scalar(bytes, nodes[key], output);
        *output++ = ':';
        output = write(bytes, nodes, key + 1, output);
    }
    *output++ = '}';
    return size_t(output - begin);
}

extern "C" int32_t qm_json_double(const uint8_t *bytes, const qm_json_node *node, double *output) {
    const char *const start = reinterpret_cast<const char *>(bytes);
    return std::from_chars(start + node->start, start + node->end, *output).ec == std::errc() ? 1 : 0;
}
