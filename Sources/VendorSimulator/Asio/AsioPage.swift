import HTTPTypes
import Inventory

/// A page of a list of devices, from a cursor that rises and means nothing else, to the `Link` header that ends it by
/// not being there.
struct AsioPage {
    let devices: ArraySlice<Device>
    private let request: AsioRequest
    private let next: Int?

    private static let usual = 50
    private static let most = 500
    /// What a cursor counts is not the caller's to know.
    private static let stride = 3

    /// - Returns: nil for a page past the end, which is a 404.
    static func of(_ devices: [Device], _ request: AsioRequest) -> Result<AsioPage, AsioRefusal> {
        guard let limit = number(request, "limit", usual), (1...most).contains(limit) else {
            return .failure(AsioRefusal("limit must be 1 to \(most)"))
        }
        guard let cursor = number(request, "cursor", 0), cursor >= 0 else {
            return .failure(AsioRefusal("cursor must be a whole number"))
        }
        if cursor > 0, request.disturbance.has(.cursorExpires) {
            return .failure(AsioRefusal("cursor \(cursor) is not valid"))
        }
        return .success(AsioPage(devices, request, limit: limit, first: cursor / stride))
    }

    private init(_ all: [Device], _ request: AsioRequest, limit: Int, first: Int) {
        let disturbance = request.disturbance
        let size = disturbance.has(.emptyLists) ? 0 : disturbance.pageSize(asked: limit)
        let end = min(all.count, disturbance.depthCap ?? .max)
        let first = disturbance.has(.cursorRepeats) ? 0 : first
        devices = all.dropFirst(first).prefix(max(0, min(size, end - first)))
        next = size > 0 && first + devices.count < end ? first + devices.count : nil
        self.request = request
    }

    private static func number(_ request: AsioRequest, _ name: String, _ usual: Int) -> Int? {
        request.call.parameter(name).map { Int($0) } ?? usual
    }

    /// The page as an answer. Nothing is a 404 in lists of devices and patches; elsewhere it is an empty list.
    func answer(isList: Bool = true, _ write: (inout JSONWriter) -> Void) -> VendorAnswer {
        if isList, devices.isEmpty, !request.disturbance.has(.emptyLists) { return AsioError.notFound }
        var json = JSONWriter(reserving: devices.count * 1000)
        write(&json)
        var answer = VendorAnswer.json(json.bytes)
        if let next {
            let call = request.call
            let kept = call.query.filter { $0.name != "cursor" }.map { "\($0.name)=\($0.value)" }
            let query = (kept + ["cursor=\(next * Self.stride)"]).joined(separator: "&")
            answer.headers[HTTPField.Name("Link")!] = "<\(call.baseURL)\(call.path)?\(query)>; rel=\"next\""
        }
        return answer
    }

    /// The page's devices by company and site, in order: `{"companyID","siteID","endpoints":[…]}` each.
    func groups(to json: inout JSONWriter, of devices: [Device], _ members: (Device, inout JSONWriter) -> Void) {
        AsioGroups(request).write(devices, to: &json, members)
    }
}

/// Devices by company and site.
struct AsioGroups {
    private let request: AsioRequest
    private let places: AsioPlaces

    init(_ request: AsioRequest) {
        self.request = request
        places = AsioPlaces(request.fleet)
    }

    func write(_ devices: [Device], to json: inout JSONWriter, _ members: (Device, inout JSONWriter) -> Void) {
        let groups = Dictionary(grouping: devices) { places.company($0) + places.site($0) }
        json.array { json in
            for key in groups.keys.sorted() {
                let devices = groups[key] ?? []
                json.object { json in
                    json.member("companyID", devices.first.map(places.company))
                    json.member("siteID", devices.first.map(places.site))
                    json.member(
                        "endpoints",
                        array: { json in
                            for device in devices {
                                json.row(device.number, request.disturbance) { members(device, &$0) }
                            }
                        })
                }
            }
        }
    }
}
