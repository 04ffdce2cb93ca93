// swift-tools-version: 6.2

import PackageDescription

// Targets are listed bottom layer first, as in docs/architecture.md. A target may import only what
// it declares here; TidyTests compares imports, declarations and layers.

let package = Package(
    name: "isengard",
    products: [
        .executable(name: "isengard", targets: ["isengard"]),
        .executable(name: "isengard-load", targets: ["isengard-load"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", exact: "0.2.0"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    ],
    targets: [
        // MARK: Layer 0 — C. A module map and static-inline shims; no logic.
        .c("CArchive", apt: "libarchive-dev"),
        .c("CArgon2", apt: "libargon2-dev"),
        .c("CCrypto", apt: "libssl-dev"),
        .c("CCurl", apt: "libcurl4-openssl-dev"),
        .c("CLinux", apt: "libc6-dev"),
        .c("CMicrohttpd", apt: "libmicrohttpd-dev"),
        .c("CPostgres", pkgConfig: "libpq", apt: "libpq-dev"),
        .c("CZip", apt: "libzip-dev"),
        .c("CZlib", apt: "zlib1g-dev"),

        // MARK: Layer 1 — vocabulary and the loop.
        .target(name: "Basics", dependencies: ["CCrypto"]),
        .target(name: "JSONText", dependencies: ["Basics"]),
        .target(name: "DICOM", dependencies: ["CLinux", "JSONText", "Basics"]),
        .target(name: "EventLoop", dependencies: ["CLinux", "Basics"]),
        .target(name: "OrthancModel", dependencies: ["DICOM", "JSONText", "Basics"]),

        // MARK: Layer 2 — drivers. One wrapper per C library; no domain.
        .target(name: "HTTPClient", dependencies: ["CCurl", "EventLoop", "Basics"]),
        .target(
            name: "HTTPServer",
            dependencies: ["CMicrohttpd", "CLinux", "EventLoop", "Basics"]
        ),
        .target(name: "Postgres", dependencies: ["CPostgres", "EventLoop", "Basics"]),
        .target(name: "Telemetry", dependencies: ["Basics", .log]),
        .target(name: "LocalServers", dependencies: ["Basics"]),
        .target(name: "Packing", dependencies: ["CArchive", "Basics"]),
        .target(name: "Unpacking", dependencies: ["CLinux", "CZip", "CZlib", "Basics"]),

        // MARK: Layer 3 — decisions. Pure functions of their arguments.
        .target(name: "Access", dependencies: ["CArgon2", "OrthancModel", "Basics"]),
        .target(name: "Placement", dependencies: ["OrthancModel", "DICOM", "Basics"]),

        // MARK: Layer 4 — the federation.
        .target(
            name: "OrthancClient",
            dependencies: ["HTTPClient", "EventLoop", "OrthancModel", "DICOM", "JSONText", "Basics"]
        ),
        .target(
            name: "GlobalIndex",
            dependencies: ["Postgres", "EventLoop", "OrthancModel", "DICOM", "JSONText", "Basics"]
        ),
        .target(
            name: "Sync",
            dependencies: [
                "GlobalIndex", "OrthancClient", "EventLoop", "OrthancModel", "DICOM", "JSONText",
                "Basics", .log,
            ]
        ),
        .target(
            name: "Journal",
            dependencies: [
                "GlobalIndex", "OrthancClient", "EventLoop", "OrthancModel", "JSONText",
                "Basics", .log,
            ]
        ),
        .target(
            name: "Federation",
            dependencies: [
                "GlobalIndex", "OrthancClient", "Journal", "Placement", "Packing", "EventLoop",
                "OrthancModel", "DICOM", "JSONText", "Basics",
            ]
        ),

        // MARK: Layer 5 — surfaces and assembly.
        .target(
            name: "Gateway",
            dependencies: [
                "Federation", "Sync", "Journal", "GlobalIndex", "OrthancClient", "Access",
                "Placement", "HTTPServer", "HTTPClient", "Telemetry", "LocalServers",
                "Packing", "Unpacking", "EventLoop", "OrthancModel", "DICOM", "JSONText", "Basics",
                .log, .yams,
            ]
        ),

        // MARK: Layer 6 — executables. Argument parsing and exit codes.
        .executableTarget(
            name: "isengard",
            dependencies: [
                "Gateway", "LocalServers", "Access", "JSONText", "Basics", .argumentParser,
            ]
        ),

        // The load tester. It shares nothing with the server's side, nor its faults.
        .target(
            name: "LoadModel",
            dependencies: ["DICOM", "JSONText", "Basics", .histogram, .yams]
        ),
        .target(
            name: "LoadEngine",
            dependencies: ["CCurl", "CLinux", "CPostgres", "LoadModel", "Basics", .histogram]
        ),
        .target(
            name: "LoadReport",
            dependencies: ["CZlib", "LoadModel", "JSONText", "Basics", .histogram]
        ),
        .executableTarget(
            name: "isengard-load",
            dependencies: ["LoadReport", "LoadEngine", "LoadModel", .argumentParser, .histogram]
        ),

        // MARK: Tests. One bundle per library, plus those that need real servers.
        .target(
            name: "TestKit",
            dependencies: ["LocalServers", "DICOM", "JSONText", "Basics"],
            path: "Tests/TestKit"
        ),
        .tests("Basics"),
        .tests("JSONText"),
        .tests("DICOM", ["JSONText", "Basics"]),
        .tests("EventLoop", ["Basics"]),
        .tests("OrthancModel", ["DICOM", "JSONText"]),
        .tests("HTTPClient", ["EventLoop", "Basics"]),
        .tests("HTTPServer", ["EventLoop", "Basics"]),
        .tests("Postgres", ["LocalServers", "EventLoop", "Basics"]),
        .tests("LocalServers"),
        .tests("Packing", ["Basics", "LocalServers"]),
        .tests("Unpacking", ["Basics"]),
        .tests("Access", ["OrthancModel", "Basics"]),
        .tests("Federation", ["GlobalIndex", "OrthancModel", "JSONText"]),
        .tests("Placement", ["OrthancModel", "DICOM", "Basics"]),
        .tests(
            "OrthancClient",
            [
                "HTTPClient", "LocalServers", "EventLoop", "OrthancModel", "DICOM", "JSONText",
                "Basics",
            ]
        ),
        .tests(
            "GlobalIndex",
            ["Postgres", "LocalServers", "EventLoop", "OrthancModel", "DICOM", "JSONText", "Basics"]
        ),
        .tests(
            "Sync",
            [
                "GlobalIndex", "OrthancClient", "HTTPClient", "Postgres", "LocalServers",
                "EventLoop", "OrthancModel", "JSONText", "Basics",
            ]
        ),
        .tests(
            "Journal",
            [
                "GlobalIndex", "OrthancClient", "HTTPClient", "LocalServers", "EventLoop",
                "OrthancModel", "JSONText", "Basics",
            ]
        ),
        .tests("Gateway", ["Placement", "DICOM", "OrthancModel", "Basics"]),
        .tests("LoadModel", ["DICOM", "JSONText", "Basics", .histogram, .yams]),
        .tests("LoadEngine", ["LocalServers", "LoadModel", "Basics", .histogram]),
        .testTarget(
            name: "LoadReportTests",
            dependencies: ["LoadReport", "LoadModel", "JSONText", "Basics", .histogram],
            exclude: ["hdrh_check.py"]
        ),
        .testTarget(name: "TidyTests"),
        .testTarget(
            name: "IntegrationTests",
            dependencies: ["TestKit", "LocalServers", "JSONText", "DICOM", "Basics"]
        ),
    ]
)

/// Targets that may handle raw pointers. Everywhere else an unsafe construct is a build error.
let pointerTargets: Set<String> = [
    "Basics", "EventLoop", "HTTPClient", "HTTPServer", "LoadEngine", "Packing", "Postgres",
    "Unpacking",
]

for target in package.targets where target.type != .system {
    var settings: [SwiftSetting] = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .treatAllWarnings(as: .error),
        // Otherwise a generic function of another module runs unspecialised.
        .unsafeFlags(["-cross-module-optimization"], .when(configuration: .release)),
    ]
    if target.path == nil, target.type != .test, !pointerTargets.contains(target.name) {
        settings.append(.strictMemorySafety())
    }
    target.swiftSettings = settings
}

extension Target {
    static func c(_ name: String, pkgConfig: String? = nil, apt: String) -> Target {
        .systemLibrary(
            name: name,
            path: "Sources/C/\(name)",
            pkgConfig: pkgConfig,
            providers: [.apt([apt])]
        )
    }

    static func tests(_ module: String, _ others: [Target.Dependency] = []) -> Target {
        .testTarget(
            name: "\(module)Tests",
            dependencies: [.byName(name: module), "TestKit"] + others
        )
    }
}

extension Target.Dependency {
    static let argumentParser = product(name: "ArgumentParser", package: "swift-argument-parser")
    static let histogram = product(name: "Histogram", package: "hdrhistogram-swift")
    static let log = product(name: "Logging", package: "swift-log")
    static let yams = product(name: "Yams", package: "Yams")
}
