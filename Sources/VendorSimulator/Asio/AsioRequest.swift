import Foundation
import Inventory

/// A call that was let through, with the ids in its path and what its body asks for.
struct AsioRequest {
    let call: VendorCall
    let ids: [String]

    var fleet: Fleet { call.fleet }
    var disturbance: Disturbance { call.disturbance }

    /// `{"resourceType":"company","resources":["…"]}`
    private struct Body: Decodable {
        var resourceType: String?
        var resources: [String]?
    }

    /// The devices that a body asks for, or what is wrong with it. Only the singular words are known here.
    func posted() -> Result<[Device], AsioRefusal> {
        guard let body = try? JSONDecoder().decode(Body.self, from: Data(call.body)) else {
            return .failure(AsioRefusal("Invalid request body"))
        }
        return devices(body.resourceType ?? "", body.resources ?? [], words: ["company", "site", "endpoint"])
    }

    /// The devices that a query asks for: only the plural word is known here.
    func queried() -> Result<[Device], AsioRefusal> {
        let ids = (call.parameter("resources") ?? "").split(separator: ",").map(String.init)
        return devices(call.parameter("resourceType") ?? "", ids, words: ["companies"])
    }

    private func devices(_ type: String, _ ids: [String], words: Set<String>) -> Result<[Device], AsioRefusal> {
        guard words.contains(type) else { return .failure(AsioRefusal("Invalid Resource Type")) }
        guard (1...AsioRequest.mostResources).contains(ids.count) else {
            return .failure(AsioRefusal("resources must hold 1 to \(Self.mostResources) ids"))
        }
        let wanted = Set(ids)
        let places = AsioPlaces(fleet)
        return .success(
            fleet.devices.filter { device in
                guard AsioID.category(device) != nil, !disturbance.hides(row: device.number) else { return false }
                switch type {
                case "site": return wanted.contains(places.site(device))
                case "endpoint": return wanted.contains(device.uid)
                default: return wanted.contains(places.company(device))
                }
            })
    }

    /// What the vendor documents for the heartbeat, and larger numbers are not tested anywhere.
    private static let mostResources = 4
}

/// What is wrong with a call.
struct AsioRefusal: Error {
    let answer: VendorAnswer
    init(_ message: String) { answer = AsioError.message(message, status: 400) }
}

/// The ids of companies and sites, made once a call.
struct AsioPlaces {
    private let companies: [Int: String]
    private let sites: [Int: String]

    init(_ fleet: Fleet) {
        companies = Dictionary(uniqueKeysWithValues: fleet.organizations.map { ($0.number, AsioID.company($0, fleet)) })
        sites = Dictionary(uniqueKeysWithValues: fleet.sites.map { ($0.number, AsioID.site($0, fleet)) })
    }

    func company(_ device: Device) -> String { companies[device.organization] ?? "" }
    func site(_ device: Device) -> String { device.site.flatMap { sites[$0] } ?? "" }
}

/// The vendor's ids: UUIDs all of them.
enum AsioID {
    static func company(_ organization: Organization, _ fleet: Fleet) -> String {
        Identifiers.uuid(fleet.seed, .organization, organization.number)
    }

    static func site(_ site: Site, _ fleet: Fleet) -> String { Identifiers.uuid(fleet.seed, .site, site.number) }

    /// In which category a device is listed; nil for what the platform has no agent or probe on.
    static func category(_ device: Device) -> String? {
        switch device.kind {
        case .server, .workstation, .laptop: "platform"
        case .networkSwitch, .router, .firewall, .accessPoint, .printer: "network"
        case .hypervisor, .virtualMachine: nil
        }
    }
}
