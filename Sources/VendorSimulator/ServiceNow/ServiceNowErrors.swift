import HTTPTypes

extension VendorAnswer {
    /// `{"error":{"message","detail"},"status":"failure"}`
    static func serviceNow(_ message: String, _ detail: String?, status: Int) -> VendorAnswer {
        .json(status: status) { json in
            json.object { json in
                json.member(
                    "error",
                    object: {
                        $0.member("message", message)
                        $0.member("detail", detail)
                    })
                json.member("status", "failure")
            }
        }
    }

    /// A transaction that was cancelled after its minute: its answer has begun already, and holds an error too.
    static func timeOut(_ status: Int) -> VendorAnswer {
        .json(status: status) { json in
            json.object { json in
                json.member("result", array: { _ in })
                json.member(
                    "error",
                    object: {
                        $0.member("message", "Transaction cancelled: maximum execution time exceeded")
                        $0.member(
                            "detail",
                            "maximum execution time exceeded Check logs for error trace or enable glide.rest.debug "
                                + "property to verify REST request processing")
                    })
                json.member("status", "failure")
            }
        }
    }
}
