import Connectors
import HTTPTransport
import HTTPTypes
import Inventory
import Testing

/// What every connector promises by its declaration, and what its first page makes of a vendor that misbehaves.
@Suite struct ConformanceTests {
    static let vendors = Registry.connectors.map { $0.vendor.id }
    static let streams = Registry.connectors.flatMap { type in type.streams.map { "\(type.vendor.id)/\($0.name)" } }

    /// The credentials' fields as outsiders know them.
    static let credentialFields = [
        "ninjaone": ["client_id", "client_secret"],
        "datto-rmm": ["api_key", "api_secret_key"],
        "n-sight": ["api_key"],
        "n-central": ["jwt"],
        "connectwise-automate": ["username", "password", "client_id"],
        "connectwise-asio": ["client_id", "client_secret"],
        "kaseya-vsa-x": ["token_id", "token_secret"],
        "connectwise-psa": ["company_id", "public_key", "private_key", "client_id"],
        "autotask": ["username", "secret", "integration_code"],
        "halopsa": ["client_id", "client_secret", "tenant"],
        "servicenow": ["username", "password"],
        "kaseya-bms": ["username", "password", "tenant"],
    ]

    private func type(_ vendor: String) throws -> any Connector.Type { try #require(Registry.connector(for: vendor)) }

    private func stream(_ path: String) throws -> (any Connector.Type, StreamDescription) {
        let parts = path.split(separator: "/").map(String.init)
        let type = try type(parts[0])
        return (type, try #require(type.streams.first { $0.name == parts[1] }))
    }

    @Test func vendorsAreRegisteredOnce() {
        #expect(!Self.vendors.isEmpty)
        #expect(Set(Self.vendors).count == Self.vendors.count)
        #expect(Set(Self.vendors).isSubset(of: Self.credentialFields.keys))
    }

    @Test(arguments: vendors) func takesTheCredentialsThatOutsidersKnow(vendor: String) throws {
        #expect(try type(vendor).vendor.credentialFields.sorted() == Self.credentialFields[vendor]?.sorted())
    }

    @Test(arguments: vendors) func hasABudgetAndExplainsItsRightsAndSettings(vendor: String) throws {
        let vendor = try type(vendor).vendor
        #expect(vendor.rights.count > 50)
        #expect(vendor.budget.callsPerMinute > 0 && vendor.budget.concurrentCalls > 0)
        #expect(vendor.settings.allSatisfy { $0.value.count > 20 })
    }

    @Test(arguments: vendors) func namesStreamsOnceAndAfterThoseTheyNeed(vendor: String) throws {
        var known: Set<String> = []
        for stream in try type(vendor).streams {
            #expect(known.isSuperset(of: stream.after), "\(stream.name) needs a stream that is not before it")
            #expect(known.insert(stream.name).inserted)
        }
    }

    @Test(arguments: vendors) func fillsEachEntityOfItsSideByPrimaryStreamsOrSaysWhyNot(vendor: String) throws {
        let type = try type(vendor)
        for entity in Entities.all where entity.side == type.vendor.side {
            let primary = type.streams.filter { $0.entity.name == entity.name && $0.isPrimary }
            if let reason = type.vendor.notAvailable[entity.name] {
                #expect(primary.isEmpty && reason.count > 10)
            } else if case .rows = entity.storage {
                // Several lists may fill one entity (service and project tickets), each the same columns.
                #expect(!primary.isEmpty && Set(primary.map(\.owns)).count == 1, "\(entity.name)'s primary streams")
            } else {
                #expect(!primary.isEmpty && Set(primary.map(\.part)).count == primary.count)
            }
        }
        for (name, reason) in type.vendor.notAvailable {
            let parts = name.split(separator: ".").map(String.init)
            let entity = try #require(Entities.named(parts[0]), "\(name)")
            #expect(entity.side == type.vendor.side && reason.count > 10)
            guard parts.count > 1 else { continue }
            #expect(entity.columns.contains { $0.name == parts[1] }, "\(name)")
            #expect(type.streams.contains { $0.entity.name == parts[0] }, "\(name): nothing fills the table")
        }
    }

    @Test(arguments: streams) func ownsColumnsThatThereAre(path: String) throws {
        let (type, stream) = try stream(path)
        let columns = Set(stream.entity.columns.map(\.name))
        #expect(columns.isSuperset(of: stream.owns ?? []))
        #expect(stream.entity.side == type.vendor.side)
        #expect(stream.isPrimary || stream.owns != nil, "a stream that is not primary must say what it fills")
        let others = type.streams.filter { $0.entity.name == stream.entity.name && $0.name != stream.name }
        for other in others where !stream.isPrimary {
            #expect((other.owns ?? columns).isDisjoint(with: stream.owns ?? []), "\(other.name) owns the same columns")
        }
    }

    /// A row that is read again by its id is compared as the list that was asked would have it.
    @Test(arguments: streams) func whatMovesIsTheSameInListsThatFillTheSame(path: String) throws {
        let (type, stream) = try stream(path)
        let siblings = type.streams.filter { $0.entity.name == stream.entity.name && $0.isPrimary }
        guard stream.isPrimary, siblings.contains(where: \.canReadOne) else { return }
        #expect(Set(siblings.map(\.volatileVendorFields)).count == 1)
    }

    @Test(arguments: streams) func isReadOftenEnoughAndNotTooOften(path: String) throws {
        let (_, stream) = try stream(path)
        #expect(stream.period >= .seconds(60) && stream.period <= .seconds(7 * 86_400))
        #expect(stream.sweepPeriod >= stream.period)
        #expect(stream.callsPerThousand > 0)
        #expect(stream.endOfList.count > 20)
    }

    @Test(arguments: streams) func ownsALabelWithItsEnum(path: String) throws {
        let (_, stream) = try stream(path)
        guard let owns = stream.owns else { return }
        let columns = Set(stream.entity.columns.map(\.name))
        for column in stream.entity.columns where column.allowed != nil && columns.contains("\(column.name)_label") {
            #expect(owns.contains(column.name) == owns.contains("\(column.name)_label"))
        }
    }

    @Test(arguments: streams) func deletesWithinParentsOnlyWhereItReadsByParent(path: String) throws {
        let (_, stream) = try stream(path)
        guard stream.deletion == .absenceWithinParent else { return }
        guard case .perParent(let entity, _) = stream.reading else {
            Issue.record("not read by parent")
            return
        }
        #expect(Entities.named(entity) != nil)
    }

    // MARK: - A vendor that misbehaves

    static let misbehaviours = ["html", "truncated", "429", "401"]

    @Test(arguments: vendors, misbehaviours)
    func provesNothingByABadAnswer(vendor: String, misbehaviour: String) async throws {
        let connector = try connector(try type(vendor), misbehaviour)
        await expect(misbehaviour) { () async throws(ConnectorError) in try await connector.test() }
    }

    @Test(arguments: streams, misbehaviours)
    func failsAsTheEngineExpects(path: String, misbehaviour: String) async throws {
        let (type, stream) = try stream(path)
        let connector = try connector(type, misbehaviour)
        let request = ReadRequest(scope: .everything) { after, _ in after == nil ? ["1"] : [] }
        await expect(misbehaviour) { () async throws(ConnectorError) in
            _ = try await connector.page(of: stream.name, request, at: nil)
        }
    }

    private func connector(_ type: any Connector.Type, _ misbehaviour: String) throws -> any Connector {
        let transport = ScriptedTransport { request, _ in
            if request.url.contains("/auth/token?") { return .token }
            if request.url.contains("oauth") || request.url.hasSuffix("/v1/token") { return .token }
            if request.url.contains("/api/auth/authenticate") { return .nCentralTokens }
            if request.url.contains("/v2/security/authenticate") { return .bmsTokens }
            if request.url.contains("zoneInformation") {
                return .json(#"{"url":"\#(ScriptedTransport.base)/ATServicesRest/"}"#)
            }
            if request.url.contains("apitoken") { return .json(#"{"AccessToken":"t-1"}"#) }
            switch misbehaviour {
            case "html": return .html
            case "truncated": return .json(#"[{"id":1,"na"#)
            case "429": return .json("{}", status: 429, headers: [.retryAfter: "7"])
            default: return .json("{}", status: 401)
            }
        }
        let fields = type.vendor.credentialFields.map { ($0, "secret-of-\($0)") }
        return try type.init(transport.context(credentials: Dictionary(uniqueKeysWithValues: fields)))
    }

    private func expect(
        _ misbehaviour: String, sourceLocation: SourceLocation = #_sourceLocation,
        _ act: () async throws(ConnectorError) -> Void
    ) async {
        do throws(ConnectorError) {
            try await act()
            Issue.record("no error", sourceLocation: sourceLocation)
        } catch {
            #expect(!error.words.contains("secret-of"), sourceLocation: sourceLocation)
            switch (misbehaviour, error) {
            case ("html", .unavailable), ("truncated", .malformedAnswer), ("truncated", .unavailable),
                ("429", .throttled(7, _)), ("401", .unauthorised):
                break
            default: Issue.record("\(misbehaviour) became \(error)", sourceLocation: sourceLocation)
            }
        }
    }
}
