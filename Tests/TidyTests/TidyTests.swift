import Foundation
import Testing

/// Rules of the repository. Each failure names file and line.
@Suite struct TidyTests {
    /// docs/architecture.md, "Layers"; executables stand on top.
    private static let layers: [String: Int] = [
        "Basics": 1, "JSONText": 1, "DICOM": 1, "EventLoop": 1, "OrthancModel": 1,
        "HTTPClient": 2, "HTTPServer": 2, "Postgres": 2, "Telemetry": 2, "LocalServers": 2,
        "Packing": 2, "Unpacking": 2,
        "Access": 3, "Placement": 3,
        "OrthancClient": 4, "GlobalIndex": 4, "Sync": 5, "Journal": 5, "Federation": 6,
        "Gateway": 7, "isengard": 8,
        "LoadModel": 2, "LoadEngine": 3, "LoadReport": 3, "isengard-load": 8,
    ]

    /// What the load tester must not share, nor its faults.
    private static let serverSide: Set<String> = [
        "EventLoop", "HTTPClient", "HTTPServer", "Postgres", "OrthancClient", "GlobalIndex", "Sync",
        "Journal", "Federation", "Gateway",
    ]

    /// What a target must never import, whatever the manifest says.
    private static let forbidden: [String: Set<String>] = [
        "Basics": ["Foundation"], "JSONText": ["Foundation"], "DICOM": ["Foundation"],
        "OrthancModel": ["Foundation"], "EventLoop": ["Foundation"],
        "HTTPServer": ["Foundation", "HTTPClient"], "HTTPClient": ["Foundation", "HTTPServer"],
        "Postgres": ["Foundation", "OrthancModel"],
        "OrthancClient": ["Foundation", "Postgres"],
        "GlobalIndex": ["Foundation", "HTTPServer", "OrthancClient"],
        "Sync": ["Foundation", "HTTPServer"], "Journal": ["Foundation", "HTTPServer"],
        "Federation": ["Foundation", "HTTPServer", "HTTPClient", "Postgres", "Access"],
        "Gateway": ["Foundation", "Postgres"],
        "LoadModel": serverSide.union(["Foundation"]), "LoadReport": serverSide.union(["Foundation"]),
        "LoadEngine": serverSide.union(["Foundation"]), "isengard-load": serverSide,
    ]

    private static let swiftFiles = SourceTree.files(below: "Sources", suffix: ".swift")

    private static func target(of file: String) -> String {
        String(file.split(separator: "/")[1])
    }

    @Test("an import points down the layers")
    func importPointsDown() {
        for file in Self.swiftFiles {
            let target = Self.target(of: file)
            for (module, line) in SourceTree.imports(of: file) {
                guard let floor = Self.layers[module] else { continue }
                let own = Self.layers[target] ?? 0
                #expect(floor <= own && module != target, "\(line)")
            }
        }
    }

    @Test("no target imports what the architecture forbids it")
    func forbiddenImport() {
        for file in Self.swiftFiles {
            let never = Self.forbidden[Self.target(of: file)] ?? []
            for (module, line) in SourceTree.imports(of: file) {
                #expect(!never.contains(module), "\(line)")
            }
        }
    }

    @Test("an import is declared by its target in the manifest")
    func importIsDeclared() throws {
        let manifest = SourceTree.lines(of: "Package.swift").map(\.text).joined(separator: "\n")
        let outside: [String: String] = [
            "Logging": ".log", "Yams": ".yams", "ArgumentParser": ".argumentParser",
            "Histogram": ".histogram",
        ]
        for file in Self.swiftFiles {
            let target = Self.target(of: file)
            let declaration = try #require(Self.declaration(of: target, in: manifest), "\(target)")
            for (module, line) in SourceTree.imports(of: file)
            where !["Glibc", "Foundation", "Swift", "Synchronization"].contains(module) {
                let needle = outside[module] ?? "\"\(module)\""
                #expect(declaration.contains(needle), "\(line)")
            }
        }
    }

    @Test("every target is in the layer table")
    func targetHasLayer() {
        for target in Set(Self.swiftFiles.map(Self.target)) {
            #expect(Self.layers[target] != nil, "\(target)")
        }
    }

    @Test("sources hold no leftovers, traps or prints")
    func noLeftovers() {
        let words = ["TODO", "FIXME", "XXX:", "fatalError(", "try!", "public "]
        for file in Self.swiftFiles {
            for line in SourceTree.lines(of: file) {
                let code = line.text.trimmingCharacters(in: .whitespaces)
                for word in words where code.contains(word) && !code.hasPrefix("//") {
                    Issue.record("\(line)")
                }
            }
        }
    }

    @Test("a file stays at about 500 lines at most")
    func fileLength() {
        for file in Self.swiftFiles + SourceTree.files(below: "Tests", suffix: ".swift") {
            let count = SourceTree.lines(of: file).count
            #expect(count <= 511, "\(file): \(count) lines")
        }
    }

    @Test("no path of one machine stands in a tracked text")
    func noMachinePath() {
        let suffixes = [".swift", ".md", ".yaml", ".py", ".sh", ".txt"]
        let folders = ["Sources", "Tests", "docs", "config", "loadtests", "dashboards"]
        let roots = ["wo" + "rk/", "ro" + "ot/", "opt/" + "swift"].map { "/" + $0 }
        for file in folders.flatMap({ folder in
            suffixes.flatMap { SourceTree.files(below: folder, suffix: $0) }
        }) {
            for line in SourceTree.lines(of: file) {
                for root in roots where line.text.contains(root) { Issue.record("\(line)") }
            }
        }
    }

    @Test("a target that is not a driver handles no raw pointer type")
    func rawPointersStayInDrivers() {
        let drivers: Set<String> = [
            "Basics", "EventLoop", "HTTPClient", "HTTPServer", "LoadEngine", "Postgres",
        ]
        for file in Self.swiftFiles where !drivers.contains(Self.target(of: file)) {
            for line in SourceTree.lines(of: file)
            where line.text.contains("@unchecked Sendable") && line.text.contains("Pointer<") {
                Issue.record("\(line)")
            }
        }
    }

    @Test("a test file expects something")
    func testExpects() {
        for file in SourceTree.files(below: "Tests", suffix: ".swift") {
            let text = SourceTree.lines(of: file).map(\.text).joined(separator: "\n")
            guard text.contains("@Test(") else { continue }
            #expect(
                ["#expect", "#require", "Issue.record"].contains { text.contains($0) },
                "\(file)"
            )
        }
    }

    /// The text of `.target(name: "X", …)` up to the next target.
    private static func declaration(of target: String, in manifest: String) -> Substring? {
        guard
            let start = manifest.range(of: "arget(name: \"\(target)\"")
                ?? manifest.range(of: "arget(\n            name: \"\(target)\"")
        else { return nil }
        let rest = manifest[start.upperBound...]
        let ends = ["        .target(", "        .executableTarget(", "        .tests(", "// MARK"]
            .compactMap { rest.range(of: $0)?.lowerBound }
        return rest[..<(ends.min() ?? rest.endIndex)]
    }
}
