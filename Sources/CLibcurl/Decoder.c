#include "Decoder.h"
#include <stdlib.h>
#include <zlib.h>

struct qm_decoder {
    z_stream gzip;
    int at_end;
};

qm_decoder *qm_decoder_create(void) {
    qm_decoder *decoder = calloc(1, sizeof *decoder);
    if (!decoder) return NULL;
    // 16 asks for gzip's own frame, with its length and checksum.
    if (inflateInit2(&decoder->gzip, MAX_WBITS + 16) == Z_OK) return decoder;
    free(decoder);
    return NULL;
}

void qm_decoder_destroy(qm_decoder *decoder) {
    if (!decoder) return;
    inflateEnd(&decoder->gzip);
    free(decoder);
}

static uInt at_most_a_gigabyte(size_t count) { return count > 1u << 30 ? 1u << 30 : (uInt)count; }

enum qm_decoded qm_decoder_step(
    qm_decoder *decoder, const uint8_t **input, size_t *input_left, uint8_t **output, size_t *output_left) {
    // A body may be several gzip members, one after the other.
    if (decoder->at_end && *input_left > 0) {
        if (inflateReset(&decoder->gzip) != Z_OK) return QM_DECODED_BROKEN;
        decoder->at_end = 0;
    }
    z_stream *gzip = &decoder->gzip;
    gzip->next_in = (Bytef *)*input;
    gzip->avail_in = at_most_a_gigabyte(*input_left);
    gzip->next_out = *output;
    gzip->avail_out = at_most_a_gigabyte(*output_left);
    int result = inflate(gzip, Z_NO_FLUSH);
    *input_left -= (size_t)(gzip->next_in - *input);
    *output_left -= (size_t)(gzip->next_out - *output);
    *input = gzip->next_in;
    *output = gzip->next_out;
    // Z_BUF_ERROR says only that it could not move on; the next bytes will show.
    if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) return QM_DECODED_BROKEN;
    decoder->at_end = result == Z_STREAM_END;
    return decoder->at_end ? QM_DECODED_WHOLE : QM_DECODED_SOME;
}
