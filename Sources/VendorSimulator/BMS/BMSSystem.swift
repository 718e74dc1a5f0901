import Inventory

/// Who calls, and by which clock.
enum BMSSystem {
    static let endpoints = [
        BMSEndpoint("security/userinfo", hasCapitals: true) { request in
            BMSAnswer.result { json in
                json.object {
                    $0.member("userId", BMSID.user(1))
                    $0.member("fullName", "API")
                    $0.member("tenantId", 77)
                    $0.member("timeStamp", local: request.call.now, digits: 7)
                    $0.member("timeZoneValue", raw: BMSTime.zoneHours.utf8)
                    $0.member("olsonTimeZoneName", BMSTime.zoneName)
                    $0.member("dateFormat", "dd/MM/yyyy")
                    $0.member("currencyCode", "USD")
                    $0.member("userAccessRights", array: { _ in })
                }
            }
        }
    ]
}
