import Foundation
import Inventory
import Testing

@testable import Access

@Suite struct ProfilesTests {
    private static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Config/permission-profiles.yaml").path

    @Test func theProjectsProfilesAreThoseThatOutsidersKnow() throws {
        let profiles = try Profiles.load(Self.file)
        #expect(profiles.names == ["full_automation", "helpdesk", "it_admin", "read_only", "scheduler"])
    }

    @Test(arguments: ["full_automation", "helpdesk", "it_admin", "read_only", "scheduler"])
    func vendorFieldsAreOffInEveryProfile(profile: String) throws {
        let permissions = try Profiles.load(Self.file).permissions(of: profile)
        #expect(permissions[.vendorFields, default: .disabled] == .disabled)
    }

    @Test func aSchedulerSeesSyncsAlone() throws {
        #expect(try Profiles.load(Self.file).permissions(of: "scheduler") == [.syncs: .readWrite])
    }

    @Test func aKeysGrantsLieOverItsProfile() throws {
        let profiles = Profiles(["p": [.devices: .readOnly, .alerts: .readOnly]])
        let permissions = try profiles.permissions(of: "p", grants: [.alerts: .disabled, .vendorFields: .readOnly])
        #expect(permissions == [.devices: .readOnly, .alerts: .disabled, .vendorFields: .readOnly])
    }

    @Test func anUnknownGroupIsNamed() {
        #expect {
            try Profiles.parse("p: { devcies: read_only }", file: "f")
        } throws: { error in
            guard case .unknownGroup("devcies", _) = error as? AccessError else { return false }
            return true
        }
    }

    @Test func anUnknownLevelIsNamed() {
        #expect(throws: AccessError.unknownLevel("readonly")) {
            try Profiles.parse("p: { devices: readonly }", file: "f")
        }
    }

    @Test func whatIsNotAMapOfProfilesIsRefused() {
        #expect(throws: AccessError.self) { try Profiles.parse("- a\n- b", file: "f") }
    }
}
