#pragma once
// gzip, streamed, with what libcurl's own decoding does not tell: whether the compressed body was whole.
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct qm_decoder qm_decoder;

enum qm_decoded { QM_DECODED_BROKEN = -1, QM_DECODED_SOME = 0, QM_DECODED_WHOLE = 1 };

// NULL when there is no memory.
qm_decoder *qm_decoder_create(void);
void qm_decoder_destroy(qm_decoder *decoder);
// Moves on as far as the input or the room for output allows; both are advanced.
enum qm_decoded qm_decoder_step(
    qm_decoder *decoder, const uint8_t **input, size_t *input_left, uint8_t **output, size_t *output_left);

#ifdef __cplusplus
}
#endif
