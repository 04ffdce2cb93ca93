import Foundation
import Glibc

/// Where one installed version of PostgreSQL keeps its programs.
///
/// Debian's layout: `/usr/lib/postgresql/<major>/bin`.
struct PostgresPrograms: Equatable {
    let major: Int
    let folder: String

    static let oldestMajor = 15

    var initdb: String { "\(folder)/initdb" }
    var postgres: String { "\(folder)/postgres" }
    var psql: String { "\(folder)/psql" }

    /// - Parameters:
    ///   - major: Exactly this version, for data that it made; nil is the newest.
    ///   - root: Stands for `/usr/lib/postgresql`.
    static func find(
        major: Int? = nil,
        in root: String = "/usr/lib/postgresql"
    ) throws(LocalServerError) -> Self {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []
        let found = names.compactMap { Int($0) }
            .filter { $0 >= oldestMajor && (major == nil || $0 == major) }
            .map { Self(major: $0, folder: "\(root)/\($0)/bin") }
            .filter { unsafe access($0.initdb, X_OK) == 0 && access($0.postgres, X_OK) == 0 }
        guard let newest = found.max(by: { $0.major < $1.major }) else {
            throw LocalServerError(
                .notInstalled,
                doing: "find PostgreSQL",
                "no initdb of version \(major.map { "\($0)" } ?? "\(oldestMajor) or newer")"
                    + " in \(root) (Debian: apt-get install postgresql)"
            )
        }
        return newest
    }
}
