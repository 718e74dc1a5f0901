// swift-tools-version: 6.2
import PackageDescription

/// What every room is compiled with: Swift 6 language mode comes with the tools version; these are the
/// upcoming features that keep imports and existentials explicit, and warnings count as errors.
let house: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

let http: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let log: Target.Dependency = .product(name: "Logging", package: "swift-log")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")

let package = Package(
    name: "quartermaster",
    products: [
        .executable(name: "quartermaster", targets: ["quartermaster"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-async-algorithms", from: "1.1.4"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // The C faces of the system libraries.
        .systemLibrary(
            name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "CLibcurl", linkerSettings: [.linkedLibrary("curl")]),
        .target(
            name: "CSimdJSON", cxxSettings: [.unsafeFlags(["-O2"])], linkerSettings: [.linkedLibrary("simdjson")]),

        // The rooms, left to right.
        .target(name: "Postgres", dependencies: ["CLibPQ", log], swiftSettings: house),
        .target(name: "HTTPTransport", dependencies: ["CLibcurl", http, log], swiftSettings: house),
        .target(name: "JSON", dependencies: ["CSimdJSON"], swiftSettings: house),
        .target(name: "Inventory", swiftSettings: house),
        .target(
            name: "Connectors", dependencies: ["HTTPTransport", "JSON", "Inventory", http, log],
            swiftSettings: house),
        .target(
            name: "Sync",
            dependencies: [
                "Connectors", "HTTPTransport", "Inventory", "Postgres", "JSON", log, crypto,
                .product(name: "AsyncAlgorithms", package: "swift-async-algorithms"),
            ],
            swiftSettings: house),
        .target(name: "Matching", dependencies: ["Inventory", "Postgres"], swiftSettings: house),
        .target(name: "Access", dependencies: ["Inventory", "Postgres", crypto, yams], swiftSettings: house),
        // The reports are files beside the program, like its migrations.
        .target(
            name: "Reports", dependencies: ["Inventory", "Postgres", yams], exclude: ["Catalogue"],
            swiftSettings: house),
        .target(
            name: "QueryService",
            dependencies: [
                "Access", "Connectors", "CZlib", "Inventory", "Matching", "Postgres", "Reports", "Sync", hummingbird,
                http,
                log,
            ],
            swiftSettings: house),
        .target(name: "VendorSimulator", dependencies: ["Inventory", hummingbird, http, log], swiftSettings: house),
        .executableTarget(
            name: "quartermaster",
            dependencies: [
                "Access", "Connectors", "HTTPTransport", "Inventory", "JSON", "Matching", "Postgres", "QueryService",
                "Reports", "Sync", "VendorSimulator", http, log, lifecycle, hummingbird, yams, crypto,
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Configuration", package: "swift-configuration"),
            ],
            swiftSettings: house),

        // What the load and the hot paths cost, beside their floors: `make bench`.
        .executableTarget(
            name: "quartermaster-bench",
            dependencies: [
                "Connectors", "CSimdJSON", "HTTPTransport", "Inventory", "JSON", "Postgres", "Sync",
                "VendorSimulator", http, log, .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks", exclude: ["Matching"], swiftSettings: house),
        // How right and how fast matching is: `make bench-matching`.
        .executableTarget(
            name: "matching-bench",
            dependencies: [
                "Matching", "MatchingWorld", "Postgres", log,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks/Matching", swiftSettings: house),

        // Their tests, on a real PostgreSQL and real HTTP.
        .target(
            name: "TestSupport",
            dependencies: ["Postgres", "Inventory", "HTTPTransport", "Connectors", log],
            path: "Tests/TestSupport", swiftSettings: house),
        .testTarget(name: "PostgresTests", dependencies: ["Postgres", "TestSupport", log], swiftSettings: house),
        .testTarget(
            name: "HTTPTransportTests", dependencies: ["HTTPTransport", hummingbird, http, log, "TestSupport"],
            swiftSettings: house),
        .testTarget(name: "JSONTests", dependencies: ["JSON"], swiftSettings: house),
        .testTarget(
            name: "InventoryTests", dependencies: ["Inventory", "Postgres", "TestSupport"], swiftSettings: house),
        .testTarget(
            name: "ConnectorsTests",
            dependencies: [
                "Connectors", "HTTPTransport", "Inventory", "JSON", "VendorSimulator", "TestSupport", http, log,
            ],
            swiftSettings: house),
        .testTarget(
            name: "SyncTests",
            dependencies: [
                "Sync", "Connectors", "HTTPTransport", "Inventory", "JSON", "Postgres", "VendorSimulator",
                "TestSupport", http, log, .product(name: "InMemoryLogging", package: "swift-log"),
            ],
            swiftSettings: house),
        .testTarget(
            name: "SimulationTests",
            dependencies: [
                "Sync", "Connectors", "HTTPTransport", "Inventory", "JSON", "Postgres", "TestSupport", http, log,
            ],
            swiftSettings: house),
        // Names spoilt as people spoil them: for the tests of matching and its benchmark.
        .target(name: "MatchingWorld", dependencies: ["Matching"], path: "Tests/MatchingWorld", swiftSettings: house),
        .testTarget(
            name: "MatchingTests", dependencies: ["Matching", "MatchingWorld", "Postgres", "TestSupport", log],
            swiftSettings: house),
        .testTarget(
            name: "AccessTests", dependencies: ["Access", "Inventory", "Postgres", "TestSupport", log],
            swiftSettings: house),
        .testTarget(
            name: "QueryServiceTests",
            dependencies: [
                "QueryService", "Access", "Connectors", "CZlib", "Inventory", "JSON", "Postgres", "Reports",
                "TestSupport",
                hummingbird,
                http,
                log, .product(name: "HummingbirdTesting", package: "hummingbird"),
            ],
            swiftSettings: house),
        .testTarget(
            name: "ReportsTests",
            dependencies: [
                "Reports", "Connectors", "HTTPTransport", "Inventory", "JSON", "Postgres", "Sync", "TestSupport",
                "VendorSimulator", http, log,
            ],
            swiftSettings: house),
        .testTarget(
            name: "VendorSimulatorTests",
            dependencies: ["VendorSimulator", "HTTPTransport", "JSON", http, log], swiftSettings: house),
        .testTarget(
            name: "quartermasterTests",
            dependencies: [
                "quartermaster", "Access", "Connectors", "HTTPTransport", "Inventory", "JSON", "Postgres", "Sync",
                "TestSupport",
                "VendorSimulator", http, log, yams, .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: house),
    ],
    swiftLanguageModes: [.v6]
)

// A part alone, which builds in a fraction of the time: `simulation` is what `make explore` and `make mutants` build again
// and again, `connectors` what a new vendor touches (`make test-connectors`), `matching` what its benchmark runs,
// `reports` the catalogue with its tests.
let parts: [String: [String]] = [
    "simulation": ["Sync", "SimulationTests"],
    "connectors": ["VendorSimulator", "ConnectorsTests", "VendorSimulatorTests"],
    "matching": ["Matching", "MatchingWorld", "MatchingTests", "matching-bench"],
    "reports": ["Reports", "ReportsTests", "Sync", "VendorSimulator"],
]
if let part = Context.environment["QM_BUILD"].flatMap({ parts[$0] }) {
    let rooms =
        part + [
            "CLibPQ", "CLibcurl", "CSimdJSON", "Postgres", "HTTPTransport", "JSON", "Inventory", "Connectors",
            "TestSupport",
        ]
    package.targets.removeAll { !rooms.contains($0.name) }
    package.products = []
}
