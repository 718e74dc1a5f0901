import HTTPTypes
import Inventory

/// What is installed, of all devices of a few companies at once.
extension AsioEndpoint {
    static let software: [(String, AsioEndpoint)] = [
        (
            "api/platform/v2/device/endpoints/applications",
            AsioEndpoint(AsioScope.devices, [.post]) { request in
                AsioBulk.answer(request, of: \.hasAgent) { device, json in
                    json.member("applications", array: { AsioBulk.applications(request.fleet, device, to: &$0) })
                }
            }
        )
    ]
}

enum AsioBulk {
    /// A page of a list with a row a device.
    /// - Parameter envelope: the companies' and sites' groups in `{"data":[…]}`, or the devices as they are.
    static func answer(
        _ request: AsioRequest, of isListed: (Device) -> Bool, envelope: Bool = false,
        _ members: (Device, inout JSONWriter) -> Void
    ) -> VendorAnswer {
        switch request.posted() {
        case .failure(let refusal): return refusal.answer
        case .success(let devices):
            switch AsioPage.of(devices.filter(isListed), request) {
            case .failure(let refusal): return refusal.answer
            case .success(let page):
                return page.answer { json in
                    envelope
                        ? json.object { json in
                            json.name("data")
                            page.groups(to: &json, of: Array(page.devices)) { device, json in
                                json.member("endpointID", device.uid)
                                members(device, &json)
                            }
                        } : plain(page, request, to: &json, members)
                }
            }
        }
    }

    /// Each with its company and site beside it.
    private static func plain(
        _ page: AsioPage, _ request: AsioRequest, to json: inout JSONWriter,
        _ members: (Device, inout JSONWriter) -> Void
    ) {
        let places = AsioPlaces(request.fleet)
        json.array { json in
            for device in page.devices {
                json.row(device.number, request.disturbance) { json in
                    json.member("companyID", places.company(device))
                    json.member("siteID", places.site(device))
                    json.member("endpointID", device.uid)
                    members(device, &json)
                }
            }
        }
    }

    /// With the first of them twice, as the vendor does.
    static func applications(_ fleet: Fleet, _ device: Device, to json: inout JSONWriter) {
        let installed = fleet.software(of: device)
        for item in installed + installed.prefix(device.number % 2) {
            let title = SoftwareCatalogue.shared.titles[item.title]
            json.object { json in
                json.member("name", title.name)
                json.member("version", SoftwareCatalogue.version(title, item.step))
                if let publisher = title.publisher { json.member("publisher", publisher) }
            }
        }
    }
}
