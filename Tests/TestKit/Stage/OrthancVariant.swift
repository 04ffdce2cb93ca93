import Foundation
package import LocalServers

/// One Orthanc that this machine can run: its own, or that of another Debian in a chroot.
package struct OrthancVariant: Sendable, CustomStringConvertible {
    /// `installed`, or the chroot's name: `trixie`.
    package let name: String
    let root: String?

    package static let installed = Self(name: "installed", root: nil)

    /// This machine's, and each one under the folder that `ISENGARD_CHROOTS` names
    /// (`make test-versions`).
    package static let all: [Self] = {
        guard let folder = ProcessInfo.processInfo.environment["ISENGARD_CHROOTS"] else {
            return [installed]
        }
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let roots = names.sorted().map { ($0, "\(folder)/\($0)") }
            .filter { FileManager.default.isExecutableFile(atPath: $0.1 + "/usr/sbin/Orthanc") }
        return [installed] + roots.map { Self(name: $0.0, root: $0.1) }
    }()

    package var description: String { name }

    /// A folder where this Orthanc can keep its data.
    package func makeFolder() throws(LocalServerError) -> TemporaryFolder {
        try TemporaryFolder(in: root.map { $0 + "/var/tmp" })
    }
}
