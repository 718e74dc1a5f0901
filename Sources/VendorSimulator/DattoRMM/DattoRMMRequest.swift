/// A call below `/api/v2` or `/api/v3`.
struct DattoRMMRequest: Sendable {
    let call: VendorCall
    /// 2 or 3.
    let version: Int
    /// Below the version.
    let path: [String]
    private let places: DattoRMMPlaces

    init?(_ call: VendorCall, _ places: DattoRMMPlaces) {
        let segments = call.segments
        guard segments.count > 2, segments[0] == "api", let version = ["v2": 2, "v3": 3][segments[1]] else {
            return nil
        }
        self.call = call
        self.version = version
        self.places = places
        path = Array(segments.dropFirst(2))
    }

    var fleet: Fleet { call.fleet }

    func refused(_ status: Int) -> VendorAnswer { DattoRMMError.answer(status, to: call) }

    func device(uid: String) -> Device? { places.device(uid, fleet) }

    func device(id: String) -> Device? {
        guard let id = Int(id) else { return nil }
        return fleet.devices.lazy.first { DattoRMMID.device($0.number) == id }
    }

    func organization(_ uid: String) -> Organization? {
        fleet.organizations.first { DattoRMMID.siteUID(fleet, $0.number) == uid }
    }
}
