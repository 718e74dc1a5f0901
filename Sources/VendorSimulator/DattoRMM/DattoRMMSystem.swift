/// What the API says of itself and of the account.
enum DattoRMMSystem {
    static let endpoints = [
        DattoRMMEndpoint("system/pagination") { _, _ in
            .json { $0.object { $0.member("max", DattoRMMList.mostRows) } }
        },
        DattoRMMEndpoint("account") { request, _ in account(request) },
    ]

    /// Answered without a token.
    static func status(_ request: DattoRMMRequest) -> VendorAnswer {
        .json { json in
            json.object {
                $0.member("version", "2.0.0")
                $0.member("status", "OK")
                $0.member("started", milliseconds: request.fleet.start)
            }
        }
    }

    private static func account(_ request: DattoRMMRequest) -> VendorAnswer {
        .json { json in
            json.object { json in
                json.member("id", 1)
                json.member("uid", DattoRMMID.account(request.fleet))
                json.member("name", "Simulated MSP")
                json.member("currency", "EUR")
                json.member(
                    "descriptor",
                    object: {
                        $0.member("bilingEmail", "billing@msp.example")
                        $0.member("deviceLimit", 100_000)
                        $0.member("timeZone", "Europe/Copenhagen")
                    })
                json.member("devicesStatus", object: { $0.member("numberOfDevices", request.fleet.devices.count) })
            }
        }
    }
}
