import HTTPTypes

extension VendorAnswer {
    static let notFound = connectWise("NotFound", "The record was not found", status: 404)

    static func failure(_ status: Int) -> VendorAnswer {
        connectWise("UnexpectedException", "Execution Timeout Expired. The timeout period elapsed.\r\n", status: status)
    }

    static func bad(_ complaint: ConnectWisePSA.Complaint) -> VendorAnswer {
        connectWise("InvalidObject", "The request is invalid", errors: [complaint], status: 400)
    }

    /// `{"code","message","errors"}`
    static func connectWise(
        _ code: String, _ message: String, errors: [ConnectWisePSA.Complaint] = [], status: Int
    ) -> VendorAnswer {
        .json(status: status) { json in
            json.object { json in
                json.member("code", code)
                json.member("message", message)
                if errors.isEmpty { return json.member("errors", nil as String?) }
                json.member(
                    "errors",
                    array: { json in
                        for error in errors {
                            json.object {
                                $0.member("code", "InvalidField")
                                $0.member("message", error.message)
                                $0.member("resource", nil as String?)
                                $0.member("field", error.field)
                            }
                        }
                    })
            }
        }
    }
}
