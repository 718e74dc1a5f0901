import CLibcurl
import HTTPTypes

extension Transfer {
    /// What the caller is told, from libcurl's code and from what our own callbacks saw.
    func outcome(_ code: CURLcode) -> Result<TransportResponse, TransportError> {
        if code == CURLE_OK { return answer() }
        if let refusal, code == CURLE_COULDNT_CONNECT || code == CURLE_WRITE_ERROR { return .failure(refusal) }
        return .failure(failure(code))
    }

    private func answer() -> Result<TransportResponse, TransportError> {
        guard (100..<1000).contains(head.status) else { return .failure(.brokenTransfer("the answer has no status")) }
        if isCutShort { return .failure(.brokenTransfer("the compressed body ends too early")) }
        var response = TransportResponse(
            status: HTTPResponse.Status(code: head.status), headers: head.fieldsOfDecodedBody, body: body)
        response.wireBytes = Int(qm_easy_get_offset(easy.raw, CURLINFO_SIZE_DOWNLOAD_T))
        return .success(response)
    }

    private func failure(_ code: CURLcode) -> TransportError {
        switch code {
        case CURLE_COULDNT_RESOLVE_HOST: return .cannotResolve(host: url.host)
        case CURLE_COULDNT_CONNECT: return .cannotConnect(host: url.host, reason: easy.reason(code))
        case CURLE_URL_MALFORMAT: return .badURL("\(url.host): the URL is malformed")
        // The only times that libcurl itself keeps are those of connecting; see Transfer.expired for the others.
        case CURLE_OPERATION_TIMEDOUT: return .timedOut(phase: .connect)
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_PINNEDPUBKEYNOTMATCH,
            CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR,
            CURLE_SSL_INVALIDCERTSTATUS:
            return .tls(host: url.host, reason: easy.reason(code))
        case CURLE_OUT_OF_MEMORY: return .cannotConnect(host: url.host, reason: "out of memory")
        // Among them an answer that is not HTTP, which libcurl calls an unsupported protocol.
        default: return .brokenTransfer(easy.reason(code))
        }
    }
}
