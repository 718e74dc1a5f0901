import Inventory

/// Roles, policies and people as the vendor writes them.
enum NinjaOneLookups {
    static func role(_ id: Int, to json: inout JSONWriter) {
        let role = NinjaOneClass.roles[id - 1]
        json.member("id", id)
        json.member("name", role.name)
        json.member("description", "")
        json.member("nodeClass", role.nodeClass)
        json.member("custom", false)
        json.member("chassisType", role.chassis)
    }

    static func policy(_ id: Int, to json: inout JSONWriter) {
        let role = NinjaOneClass.roles[id - 41]
        json.member("id", id)
        json.member("name", "\(role.name) policy")
        json.member("description", nil as String?)
        json.member("nodeClass", role.nodeClass)
        json.member("nodeClassDefault", true)
    }

    static func endUser(_ person: Person, to json: inout JSONWriter) {
        json.member("id", NinjaOneID.user(person.number) + 1000)
        json.member("uid", person.uid)
        json.member("firstName", person.firstName)
        json.member("lastName", person.lastName)
        json.member("email", person.email)
        json.member("phone", person.phone)
        json.member("enabled", person.isActive)
        json.member("userType", "END_USER")
        json.member("organizationId", present: person.organization.map(NinjaOneID.organization))
    }

    static func technician(_ member: Lookups.Member, _ seed: UInt64, to json: inout JSONWriter) {
        json.member("id", NinjaOneID.user(member.number))
        json.member("uid", Identifiers.uuid(seed, .lookup, member.number))
        json.member("firstName", member.firstName)
        json.member("lastName", member.lastName)
        json.member("email", member.email)
        json.member("enabled", member.isActive)
        json.member("administrator", member.number == 1)
        json.member("userType", "TECHNICIAN")
    }
}
