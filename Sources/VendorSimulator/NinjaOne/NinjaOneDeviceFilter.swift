/// A device filter (`df`): terms joined by AND. A term that is not understood is passed over in silence, as the vendor
/// does.
struct NinjaOneDeviceFilter: Sendable {
    private var terms: [Term] = []

    private enum Term: Sendable {
        case ids(Set<Int>)
        case organizations(Set<Int>)
        case locations(Set<Int>)
        case classes(Set<String>)
        case approval(String)
        case online(Bool)
    }

    init(_ text: String?) {
        guard let text else { return }
        terms = text.replacing(" and ", with: " AND ").split(separator: " AND ").compactMap {
            Self.term($0.trimmingSpaces())
        }
    }

    func admits(_ device: Device) -> Bool {
        terms.allSatisfy { term in
            switch term {
            case .ids(let ids): ids.contains(NinjaOneID.device(device.number))
            case .organizations(let ids): ids.contains(NinjaOneID.organization(device.organization))
            case .locations(let ids): device.site.map { ids.contains(NinjaOneID.location($0)) } ?? false
            case .classes(let names): names.contains(NinjaOneClass.name(device))
            case .approval(let word): device.approval.rawValue.uppercased() == word
            case .online(let wanted): (device.offlineSince == nil) == wanted
            }
        }
    }

    private static func term(_ text: String) -> Term? {
        switch text {
        case "online": return .online(true)
        case "offline": return .online(false)
        default: break
        }
        let name = String(text.prefix { $0.isLetter })
        let values = text.dropFirst(name.count).replacing(" in ", with: "=").replacing(" eq ", with: "=")
            .split { "=(), ".contains($0) }.map(String.init)
        guard !values.isEmpty else { return nil }
        switch name {
        case "id": return .ids(Set(values.compactMap { Int($0) }))
        case "org": return .organizations(Set(values.compactMap { Int($0) }))
        case "loc": return .locations(Set(values.compactMap { Int($0) }))
        case "class": return .classes(Set(values))
        case "status": return .approval(values[0])
        default: return nil
        }
    }
}
