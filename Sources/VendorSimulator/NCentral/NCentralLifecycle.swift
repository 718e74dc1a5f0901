import Inventory

/// A device's warranty and purchase: not wrapped, its days with a time or without, and "" for what is not known.
struct NCentralLifecycle {
    let device: Device

    var answer: VendorAnswer {
        .json { json in
            json.object { json in
                json.member("warrantyExpiryDate", day(device.warranty?.endsOn))
                json.member("leaseExpiryDate", "")
                json.member("expectedReplacementDate", "")
                json.member("purchaseDate", day(device.purchasedOn))
                json.member("cost", raw: device.purchasedOn == nil ? "0.0".utf8 : "899.5".utf8)
                json.member("location", "")
                json.member("assetTag", device.number % 4 == 0 ? "TAG-\(device.number)" : "")
                json.member("description", "")
                json.member("updateWarrantyError", "")
                json.member("lastSystemWarrantyDiscovery", NCentralTime.utc(device.updatedAt))
                json.member("lastDiscovery", NCentralTime.utc(device.updatedAt))
            }
        }
    }

    private func day(_ day: CalendarDate?) -> String {
        guard let day else { return "" }
        return TimeText.day(day) + (device.number % 3 == 0 ? " 00:00:00.000" : "")
    }
}
