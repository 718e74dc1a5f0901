#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// simdjson finds the structure of a document (its first stage: quotes, brackets, UTF-8) at gigabytes a second; this
// face then checks the grammar and lays out one node a value, which points into the document's own bytes. simdjson's
// second stage is not used: it refuses a whole document for one lone surrogate or one long integer, and forgets a
// number's digits.

/// What a node is.
enum {
    qm_json_null = 0,
    qm_json_false,
    qm_json_true,
    qm_json_integer,
    qm_json_float,
    qm_json_string,
    qm_json_array,
    qm_json_object
};

/// Why bytes are not a document.
enum {
    qm_json_ok = 0,
    qm_json_empty,
    qm_json_malformed,
    qm_json_truncated,
    qm_json_too_deep,
    qm_json_not_utf8,
    qm_json_too_large
};

/// The containers that may be open at once.
enum { qm_json_max_depth = 128 };

/// One value. An object's members are pairs of nodes, name then value, after its own node; `next` steps over a subtree.
typedef struct {
    /// The value's bytes in the document, quotes and brackets included.
    uint32_t start, end;
    /// The node after this value and all that is in it.
    uint32_t next;
    uint8_t kind;
    /// A string with a backslash in it.
    uint8_t is_escaped;
    uint16_t reserved;
} qm_json_node;

typedef struct qm_json_scanner qm_json_scanner;

/// Runs the first stage. On success gives a scanner for `qm_json_build`, to be freed; else null and an error.
qm_json_scanner *qm_json_scan(const uint8_t *bytes, size_t length, int32_t *error);
/// The nodes that the document can have at most.
size_t qm_json_capacity(const qm_json_scanner *scanner);
/// Writes the nodes and their count. Gives an error with the byte where it stands.
int32_t qm_json_build(const qm_json_scanner *scanner, qm_json_node *nodes, size_t *count, size_t *position);
void qm_json_free(qm_json_scanner *scanner);

/// The value of a member by its name's UTF-8 bytes: the last of that name, as PostgreSQL's jsonb has it; 0 if there
/// is none.
uint32_t qm_json_find(
    const uint8_t *bytes, const qm_json_node *nodes, uint32_t object, const uint8_t *name, size_t length);
/// A member's name in UTF-8.
typedef struct {
    const uint8_t *bytes;
    size_t length;
} qm_json_name;
/// The values of several members of an object in one look: `found[k]` is as `qm_json_find` gives it for the k-th name.
void qm_json_find_all(
    const uint8_t *bytes, const qm_json_node *nodes, uint32_t object, const qm_json_name *names, size_t count,
    uint32_t *found);
/// Writes a string node's characters (at most `end - start` bytes) and gives their length. A lone surrogate becomes
/// U+FFFD.
size_t qm_json_unescape(const uint8_t *bytes, const qm_json_node *node, uint8_t *output);
/// Writes a value as compact JSON that jsonb takes (at most `end - start` plus two bytes a node) and gives its length.
size_t qm_json_write(const uint8_t *bytes, const qm_json_node *nodes, uint32_t node, uint8_t *output);
/// Writes what is left of an object as `qm_json_write` does, and gives its length, 0 where nothing is left: without members that
/// are null, without the nodes `omitted`, of twins the last, and likewise within the objects `entered`.
size_t qm_json_write_rest(
    const uint8_t *bytes, const qm_json_node *nodes, uint32_t object, const uint32_t *omitted, size_t omitted_count,
    const uint32_t *entered, size_t entered_count, uint8_t *output);
/// Writes the members of an object that have one of the names, or those that have none of them, as `qm_json_write` does, and gives
/// the length.
size_t qm_json_write_part(
    const uint8_t *bytes, const qm_json_node *nodes, uint32_t object, const qm_json_name *names, size_t count,
    int32_t is_named, uint8_t *output);
/// A number node as a double; 0 when it is out of range.
int32_t qm_json_double(const uint8_t *bytes, const qm_json_node *node, double *output);

#ifdef __cplusplus
}
#endif
