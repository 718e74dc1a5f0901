#pragma once
// libcurl for Swift: its own header, and a face with fixed arguments for each of its variadic calls that is needed.
#include <curl/curl.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

CURLcode qm_easy_set_long(CURL *easy, CURLoption option, long value);
CURLcode qm_easy_set_offset(CURL *easy, CURLoption option, curl_off_t value);
CURLcode qm_easy_set_text(CURL *easy, CURLoption option, const char *value);
CURLcode qm_easy_set_pointer(CURL *easy, CURLoption option, void *value);
CURLcode qm_easy_set_list(CURL *easy, CURLoption option, struct curl_slist *value);
CURLcode qm_easy_set_write(CURL *easy, curl_write_callback body, curl_write_callback header, void *context);
CURLcode qm_easy_set_open_socket(CURL *easy, curl_opensocket_callback callback, void *context);
CURLcode qm_easy_set_before_request(CURL *easy, curl_prereq_callback callback, void *context);
curl_off_t qm_easy_get_offset(CURL *easy, CURLINFO info);
CURLMcode qm_multi_set_long(CURLM *multi, CURLMoption option, long value);

// Opens the socket as libcurl would have.
curl_socket_t qm_open_socket(const struct curl_sockaddr *address);
// Copies the address's bytes in network order: 4 for IPv4, 16 for IPv6, 0 for anything else.
int qm_address_bytes(const struct curl_sockaddr *address, unsigned char out[16]);
// The next finished transfer, or NULL.
CURL *qm_multi_next_done(CURLM *multi, CURLcode *result);

// Names the calling thread, for whoever looks at the process.
void qm_name_thread(const char *name);

#ifdef __cplusplus
}
#endif
