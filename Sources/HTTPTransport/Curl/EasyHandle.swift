import CLibcurl
import HTTPTypes

/// One of libcurl's easy handles, set up for one call. Belongs to the loop's thread.
struct EasyHandle {
    let raw: UnsafeMutableRawPointer
    private let headerList: UnsafeMutablePointer<curl_slist>?
    private let errorText: UnsafeMutablePointer<CChar>

    init?(_ request: TransportRequest) {
        guard let raw = curl_easy_init() else { return nil }
        self.raw = raw
        headerList = Self.headerList(of: request)
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        qm_easy_set_pointer(raw, CURLOPT_ERRORBUFFER, errorText)
        qm_easy_set_list(raw, CURLOPT_HTTPHEADER, headerList)
        setFence()
        setConnection(request)
        setMethod(request)
    }

    func destroy() {
        curl_easy_cleanup(raw)
        curl_slist_free_all(headerList)
        errorText.deallocate()
    }

    /// What libcurl says went wrong: hosts, ports, certificates; never a header.
    func reason(_ code: CURLcode) -> String {
        errorText[0] == 0 ? String(cString: curl_easy_strerror(code)) : String(cString: errorText)
    }

    /// Nothing but the call asked for: no other protocol, no redirect, no proxy and no password file of this machine's.
    private func setFence() {
        qm_easy_set_text(raw, CURLOPT_PROTOCOLS_STR, "http,https")
        qm_easy_set_long(raw, CURLOPT_FOLLOWLOCATION, 0)
        qm_easy_set_text(raw, CURLOPT_PROXY, "")
        qm_easy_set_long(raw, CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue))
        qm_easy_set_long(raw, CURLOPT_DISALLOW_USERNAME_IN_URL, 1)
        qm_easy_set_long(raw, CURLOPT_HTTP09_ALLOWED, 0)
        qm_easy_set_long(raw, CURLOPT_NOSIGNAL, 1)
        // A name that does not resolve must not hold the loop when its call is given up.
        qm_easy_set_long(raw, CURLOPT_QUICK_EXIT, 1)
    }

    private func setConnection(_ request: TransportRequest) {
        qm_easy_set_text(raw, CURLOPT_URL, request.url)
        qm_easy_set_long(raw, CURLOPT_PATH_AS_IS, 1)
        qm_easy_set_long(raw, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS)
        qm_easy_set_long(raw, CURLOPT_TCP_KEEPALIVE, 1)
        qm_easy_set_long(raw, CURLOPT_CONNECTTIMEOUT_MS, max(1, request.limits.connect.milliseconds))
        // Waiting for a connection that will carry many calls is cheaper than another handshake.
        qm_easy_set_long(raw, CURLOPT_PIPEWAIT, request.url.hasPrefix("https") ? 1 : 0)
        // libcurl repeats a call by itself when a kept connection turns out to be dead; what may not be repeated
        // therefore never goes over a kept one.
        qm_easy_set_long(raw, CURLOPT_FRESH_CONNECT, request.isRepeatable ? 0 : 1)
        if let pin = request.pinnedPublicKey {
            qm_easy_set_text(raw, CURLOPT_PINNEDPUBLICKEY, pin)
            qm_easy_set_long(raw, CURLOPT_SSL_VERIFYPEER, 0)
            qm_easy_set_long(raw, CURLOPT_SSL_VERIFYHOST, 0)
        }
    }

    private func setMethod(_ request: TransportRequest) {
        switch request.method {
        case .get where request.body.isEmpty: qm_easy_set_long(raw, CURLOPT_HTTPGET, 1)
        case .head: qm_easy_set_long(raw, CURLOPT_NOBODY, 1)
        default:
            if request.method == .post || !request.body.isEmpty { setBody(request.body) }
            if request.method != .post {
                qm_easy_set_text(raw, CURLOPT_CUSTOMREQUEST, request.method.rawValue)
            }
        }
    }

    private func setBody(_ body: [UInt8]) {
        qm_easy_set_offset(raw, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count))
        body.withUnsafeBytes { bytes in
            // An empty array has no address, and without one libcurl would ask for the body by a callback.
            let copied = bytes.baseAddress.map(UnsafeMutableRawPointer.init(mutating:))
            withUnsafeTemporaryAllocation(byteCount: 1, alignment: 1) { nothing in
                _ = qm_easy_set_pointer(raw, CURLOPT_COPYPOSTFIELDS, copied ?? nothing.baseAddress)
            }
        }
    }

    private static func headerList(of request: TransportRequest) -> UnsafeMutablePointer<curl_slist>? {
        var list: UnsafeMutablePointer<curl_slist>?
        for field in request.headers where field.name != .contentLength && field.name != .transferEncoding {
            // A field without a value is written with a semicolon, else libcurl takes it for a field to leave out.
            list = curl_slist_append(list, field.value.isEmpty ? "\(field.name);" : "\(field.name): \(field.value)")
        }
        for name in [HTTPField.Name.contentType, .expect] where request.headers[name] == nil {
            list = curl_slist_append(list, "\(name):")
        }
        if request.headers[.acceptEncoding] == nil {
            list = curl_slist_append(list, "Accept-Encoding: \(BodyDecoder.accepted)")
        }
        if request.headers[.userAgent] == nil { list = curl_slist_append(list, "User-Agent: quartermaster") }
        return list
    }
}

extension Duration {
    /// Whole milliseconds, as libcurl wants them.
    var milliseconds: Int {
        let (seconds, attoseconds) = components
        return Int(clamping: seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
    }
}
